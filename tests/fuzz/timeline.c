/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a run.jsonl: read, judged by a fixed scenario, reported in every format, counted and
 * compared with itself. What was read is written to bytes that read the same.
 */
#include <string.h>

#include "base/util.h"
#include "fuzz.h"
#include "judge/judge.h"
#include "report/compare.h"
#include "report/coverage.h"
#include "report/report.h"

/*
 * Every kind of expectation, and faults that leave every kind of record. Its script begins like that
 * of tests/judge/recorded-clean-connection.conf.
 */
static const char scenario_text[] =
	"scenario \"Everything\" { ip both\n sysctl server net.ipv4.tcp_synack_retries 2\n }\n"
	"server {\nlisten 8080\naccept\nrecv 4\nsend \"pong\"\nrecv until eof\nsleep "
	"200ms\nclose\nmark fin-lost\nmark too-late\n}\n"
	"client {\nconnect\nsend \"ping\"\nrecv 4\nclose\nwait until server CLOSED within 5s\n"
	"mark half-closed\n}\n"
	"fault lose-ack {\n drop ack from client while server SYN-RECEIVED\n}\n"
	"fault slow {\n delay 3s jitter 1s syn nth 2\n}\n"
	"fault both {\n hold fin from client until fin from server\n}\n"
	"fault behind {\n reorder data first 1\n}\n"
	"fault refused {\n reject port-unreachable syn from server\n}\n"
	"fault twice {\n duplicate 1 syn-ack from server\n}\n"
	"fault capital {\n payload replace \"HELLO\" data from client first 1\n}\n"
	"fault over {\n inject rst toward client on fin from server first 1\n}\n"
	"expect {\nconnect ok\nserver accept ECONNABORTED\n"
	"client path SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT\n"
	"client connection 2 passes SYN-SENT FIN-WAIT-1\nserver never TIME-WAIT\n"
	"server connection 1 ends in CLOSED\n"
	"server in SYN-RECEIVED for 7s +- 10%\nclient in SYN-SENT for < 1s\n"
	"client reaches TIME-WAIT within 1s\nserver reaches CLOSED at 15s +- 1s\n"
	"segments syn = 1\nsegments any from client connection 1 retransmissions dropped >= 6\n"
	"gaps of syn-ack from server = 1s 2s 4s\ngaps of data from client nth 1 = 1s +- 20%\n"
	"segment syn from client flags = SYN\nsegment syn seq = 0\nsegment syn-ack ack = 1\n"
	"segment syn mss >= 1440\nsegment syn wscale <= 14\nsegment syn ttl >= 63\n"
	"segment data from server nth 2 payload = 4\nsegment any ecn = 0\nsegment ack dscp = 0\n"
	"segment ack from client nth 1 window > 0\nsegment fin from client flags != PSH\n"
	"segment syn from client retransmission 1 option sack-permitted present\n"
	"segment syn-ack option 253 absent\n"
	"connect took 300ms +- 100ms\nclient close took < 100ms\nclient send = 4 bytes\n"
	"data received by client equals data sent by server connection 1\n"
	"sockets of server in FIN-WAIT-1 = 1 at fin-lost\nsockets of client in LISTEN = 0\n"
	"info client state = CLOSE-WAIT at half-closed\ninfo server unacked >= 1 at fin-lost\n"
	"info client connection 1 rto = 200ms +- 50ms at too-late\n"
	"counter server TcpRetransSegs = 0 at fin-lost\ncounter client TCPReqQFullDrop = 0\n"
	"fault lose-ack fired >= 1\n"
	"where kernel >= 6.5 {\nsegments rst = 0\n}\n"
	"where sysctl net.ipv4.tcp_sack exists {\nsegments fin from client != 2\n}\n}\n";

static struct scenario sc;

static void load_scenario(void)
{
	struct diags diags = {0};
	struct source src;

	source_from_text(&src, "timeline", scenario_text);
	MUST(scenario_from_source(&sc, &src, &diags));
	diags_free(&diags);
}

static bool read_timeline(struct timeline *tl, const void *data, size_t size, FILE *err)
{
	FILE *in = fmemopen((void *)data, size, "r");
	struct timeline parameters = {0};
	bool good;

	timeline_read_parameters(&parameters, in);
	timeline_free(&parameters);
	good = !timeline_read(tl, &sc, in, "run.jsonl", err);
	fclose(in);
	return good;
}

static char *write_timeline(const struct timeline *tl, size_t *len)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, len);

	MUST(!timeline_write(tl, &sc, out));
	fclose(out);
	return text;
}

static void must_read_the_same(const struct timeline *tl, FILE *out)
{
	struct timeline again;
	size_t len, len_again;
	char *text = write_timeline(tl, &len), *text_again;

	MUST(read_timeline(&again, text, len, out));
	text_again = write_timeline(&again, &len_again);
	MUST(len == len_again && !memcmp(text, text_again, len));
	free(text_again);
	free(text);
	timeline_free(&again);
}

static void report(const struct timeline *tl, const struct outcome *outcome, enum format format,
		   FILE *out)
{
	struct report *report = report_new(format, (struct style){0}, out, out);

	report_timeline(report, &sc, tl);
	report_result(report, &(struct result){.sc = &sc,
					       .run = tl->header.run,
					       .code = outcome_exit_code(outcome->kind),
					       .tl = tl,
					       .outcome = outcome});
	report_end(report);
	report_free(report);
}

static void report_all(const struct timeline *tl, FILE *out)
{
	const struct compared twice[] = {{"one", tl}, {"the same", tl}};
	struct coverage coverage = {0};
	struct outcome outcome;

	judge(&sc, tl, &outcome);
	for (enum format format = 0; format < FORMATS; format++)
		report(tl, &outcome, format, out);
	outcome_free(&outcome);
	coverage_add(&coverage, tl);
	coverage_print(out, &coverage, (struct style){0});
	coverage_diagram(out, &coverage);
	coverage_free(&coverage);
	MUST(compare_print(out, &sc, twice, ARRAY_SIZE(twice), (struct style){0}));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static FILE *out;
	struct timeline tl;

	if (!out) {
		out = fopen("/dev/null", "w");
		load_scenario();
	}
	if (!size)
		return 0; /* fmemopen() has no empty files */
	if (read_timeline(&tl, data, size, out)) {
		must_read_the_same(&tl, out);
		report_all(&tl, out);
	}
	timeline_free(&tl);
	return 0;
}
