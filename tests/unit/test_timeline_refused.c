/* SPDX-License-Identifier: MIT */
/* Timelines that are no timelines: each is refused with its line and its reason, never a crash. */
#include <check.h>
#include <string.h>

#include "base/util.h"
#include "sample.h"

static const struct {
	const char *old, *new;
	const char *said;
} refused[] = {
	{"\"schema\":1", "\"schema\":2", "run.jsonl:1: schema 2 is not known; this is schema 1\n"},
	{"\"schema\":1", "\"schema\":\"1\"",
	 "run.jsonl:1: header record: \"schema\" must be a whole number\n"},
	{"\"type\":\"header\"", "\"type\":\"looks\"",
	 "run.jsonl:1: not a timeline: it begins with no \"header\" record\n"},
	{"\"ip\":6", "\"ip\":5", "run.jsonl:1: header record: \"ip\" must be 4 or 6\n"},
	{"18446744073709551615", "18446744073709551616",
	 "run.jsonl:1: header record: \"seed\" must be a 64-bit number as decimal text\n"},
	{"[\"slow\"]", "[\"fast\"]",
	 "run.jsonl:1: header record: \"without_faults\" must be an array of names of the "
	 "scenario's faults\n"},
	{"\"server\":{}", "\"server\":[]",
	 "run.jsonl:1: header record: \"sysctls\" must be an object per place, of texts up to 95 "
	 "bytes or null\n"},
	{"\"type\":\"call\"", "\"type\":\"yell\"", "run.jsonl:2: unknown type \"yell\"\n"},
	{"\"type\":\"call\"", "\"type\":\"\\u001b[2J\"", "run.jsonl:2: unknown type \"?[2J\"\n"},
	{"\"type\":\"call\"", "\"type\":7", "run.jsonl:2: not an object with a \"type\"\n"},
	{"{\"type\":\"call\"", "\n{\"type\":\"call\"",
	 "run.jsonl:2: not JSON: '[' or '{' expected near end of file\n"},
	{"\"t\":-5", "\"t\":-5.5",
	 "run.jsonl:2: call record: \"t\" must be a whole number of nanoseconds between -2^60 and "
	 "2^60\n"},
	{"\"t\":-5", "\"t\":9223372036854775807",
	 "run.jsonl:2: call record: \"t\" must be a whole number of nanoseconds between -2^60 and "
	 "2^60\n"},
	{"\"t\":-5", "\"t\":99999999999999999999",
	 "run.jsonl:2: not JSON: too big integer near '99999999999999999999'\n"},
	{"\"t\":-5,", "", "run.jsonl:2: call record has no \"t\"\n"},
	{"\"t\":-5", "\"t\":1,\"t\":2",
	 "run.jsonl:2: not JSON: duplicate object key near '\"t\"'\n"},
	{"\"t\":-5", "\"t\":500", "run.jsonl:3: \"t\" is earlier than in the line before\n"},
	{"\"number\":1,\"step\"", "\"number\":3,\"step\"",
	 "run.jsonl:2: step 3 of the client is no \"connect\" in this scenario\n"},
	{"\"number\":1,\"step\"", "\"number\":0,\"step\"",
	 "run.jsonl:2: step 0 of the client is no \"connect\" in this scenario\n"},
	{"\"step\":\"connect\"", "\"step\":\"recv\"",
	 "run.jsonl:2: step 1 of the client is no \"recv\" in this scenario\n"},
	{"\"connection\":1", "\"connection\":2",
	 "run.jsonl:3: connection 2 follows 0 connections\n"},
	{"\"connection\":1", "\"connection\":0",
	 "run.jsonl:3: connection 0 follows 0 connections\n"},
	{"\"window\":64240", "\"window\":65536",
	 "run.jsonl:3: segment record: \"window\" must be a whole number from 0 to 65535\n"},
	{"\"window\":64240", "\"window\":-1",
	 "run.jsonl:3: segment record: \"window\" must be a whole number from 0 to 65535\n"},
	{"[\"syn\",\"any\"]", "[\"sin\"]",
	 "run.jsonl:3: segment record: \"names\" must be an array of segment names\n"},
	{"\"SYN\"", "\"SYN,\"",
	 "run.jsonl:3: segment record: \"flags\" must be flags out of "
	 "FIN,SYN,RST,PSH,ACK,URG,ECE,CWR, in this order\n"},
	{"\"SYN\"", "\"ACK,SYN\"",
	 "run.jsonl:3: segment record: \"flags\" must be flags out of "
	 "FIN,SYN,RST,PSH,ACK,URG,ECE,CWR, in this order\n"},
	{"\"SYN\"", "\"SYNACK\"",
	 "run.jsonl:3: segment record: \"flags\" must be flags out of "
	 "FIN,SYN,RST,PSH,ACK,URG,ECE,CWR, in this order\n"},
	{"\"verdict\":\"accept\"}", "\"verdict\":\"hold\"}",
	 "run.jsonl:5: verdict record: \"verdict\" must be accept or drop\n"},
	{"\"fault\":null", "\"fault\":\"fast\"",
	 "run.jsonl:3: segment record: \"fault\" must be null or the name of a fault of the "
	 "scenario\n"},
	{"ffffffffffffffff", "1ffffffffffffffff",
	 "run.jsonl:7: sighting record: \"cookie\" must be a 64-bit number as lower case "
	 "hexadecimal text\n"},
	{"SYN-SENT", "SYN_SENT",
	 "run.jsonl:7: sighting record: \"state\" must be a TCP state by its name in RFC 9293\n"},
	{"ECONNREFUSED", "EBADNAME",
	 "run.jsonl:8: return record: \"error\" must be null or an errno by name (or number, if "
	 "it has none)\n"},
	{"[2,3,253]", "[2,3,256]",
	 "run.jsonl:4: segment record: \"options\" must be an array of numbers from 0 to 255\n"},
	{"\"mark\":\"half-open\"", "\"mark\":null",
	 "run.jsonl:22: mark record: \"mark\" must be the name of a mark of the scenario\n"},
	{"\"at\":null", "\"at\":\"half\"",
	 "run.jsonl:24: counter record: \"at\" must be null or the name of a mark of the "
	 "scenario\n"},
	{"TcpOutRsts", "TcpOutRst",
	 "run.jsonl:23: counter record: \"counter\" must be the name of a counter that the "
	 "scenario "
	 "expects something of\n"},
	{"\"probes\":2", "\"probes\":4294967296",
	 "run.jsonl:25: info record: \"info\" must be an object of TCP_INFO's members\n"},
	{"\"state\":\"CLOSE-WAIT\"", "\"state\":\"CLOSE_WAIT\"",
	 "run.jsonl:25: info record: \"info\" must be an object of TCP_INFO's members\n"},
	{"\"LISTEN\":1", "\"LISTENS\":1",
	 "run.jsonl:26: sockets record: \"sockets\" must be an object of numbers by state\n"},
	{"a430d84680aabd0b", "A430d84680aabd0b",
	 "run.jsonl:10: return record: \"stream_digest\" must be a 64-bit number as lower case "
	 "hexadecimal text\n"},
	{"\"cut\":false", "\"cut\":0",
	 "run.jsonl:8: return record: \"cut\" must be true or false\n"},
	{"1152921504606846976", "1152921504606846977",
	 "run.jsonl:14: queued record: \"undelivered\" must be a whole number from 0 to "
	 "1152921504606846976\n"},
	{"\"reason\":\"timeout\"}\n", "\"reason\":\"timeout\"}",
	 "run.jsonl:35: line is cut short\n"},
	{"\"reason\":\"timeout\"}\n",
	 "\"reason\":\"timeout\"}\n{\"type\":\"looks\",\"t\":25,\"looks\":1}\n",
	 "run.jsonl:36: a record follows the \"end\" record\n"},
};

START_TEST(is_refused)
{
	char *text = changed(refused[_i].old, refused[_i].new);
	struct timeline tl;
	char *said = read_bytes(&tl, text, strlen(text));

	ck_assert_str_eq(said, refused[_i].said);
	free(said);
	free(text);
	timeline_free(&tl);
}
END_TEST

START_TEST(hostile_lines)
{
	static const char *const begin[] = {"[", "{\"a\":", "[1,"};
	const size_t len = 9 * 1024 * 1024;
	char *text = xalloc(len, 1);

	for (size_t i = 0; i < ARRAY_SIZE(begin); i++) {
		size_t step = strlen(begin[i]);
		/* once too deep for the parser, once too long for the reader */
		const size_t lengths[] = {1024 * 1024, len - 1};

		for (size_t at = 0; at + step < len; at += step)
			memcpy(text + at, begin[i], step);
		for (size_t j = 0; j < ARRAY_SIZE(lengths); j++) {
			char saved = text[lengths[j]];
			struct timeline tl;
			char *said;

			text[lengths[j]] = '\n';
			said = read_bytes(&tl, text, lengths[j] + 1);
			ck_assert_msg(strncmp(said, "run.jsonl:1: ", 13) == 0, "said: %s", said);
			free(said);
			timeline_free(&tl);
			text[lengths[j]] = saved;
		}
	}
	free(text);
}
END_TEST

START_TEST(nul_bytes_and_nothing)
{
	struct timeline tl;
	char *said = read_bytes(&tl, "{\"type\":\"hea\0der\"}\n", 20);

	ck_assert_msg(strncmp(said, "run.jsonl:1: not JSON", 21) == 0, "said: %s", said);
	free(said);
	timeline_free(&tl);
	said = read_bytes(&tl, "", 0);
	ck_assert_str_eq(said, "run.jsonl:1: is empty\n");
	free(said);
	timeline_free(&tl);
}
END_TEST

/* Cut off anywhere, flipped anywhere: refused or read, never a crash (the sanitizers watch). */
START_TEST(mutilated)
{
	char *text = strdup(sample);
	struct timeline tl;

	for (size_t i = 0; i < strlen(sample); i++) {
		free(read_bytes(&tl, sample, i));
		timeline_free(&tl);
		text[i] ^= 0x11;
		free(read_bytes(&tl, text, strlen(sample)));
		timeline_free(&tl);
		text[i] ^= 0x11;
	}
	free(text);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("refused");
	TCase *bad = tcase_create("refused");

	tcase_add_loop_test(bad, is_refused, 0, ARRAY_SIZE(refused));
	tcase_add_test(bad, hostile_lines);
	tcase_add_test(bad, nul_bytes_and_nothing);
	tcase_add_test(bad, mutilated);
	tcase_set_timeout(bad, 60);
	suite_add_tcase(s, bad);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
