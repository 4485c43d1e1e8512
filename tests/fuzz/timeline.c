/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a run.jsonl: read, judged and drawn by a fixed scenario. What was read is written to
 * bytes that read the same.
 */
#include <string.h>

#include "base/util.h"
#include "fuzz.h"
#include "judge/judge.h"
#include "report/findings.h"
#include "report/ladder.h"

/* Its script is that of tests/judge/recorded-clean-connection.conf; every kind of expectation. */
static const char scenario_text[] =
	"scenario \"Everything\" { ip both\n sysctl server net.ipv4.tcp_synack_retries 2\n }\n"
	"server {\nlisten 8080\naccept\nrecv 4\nsend \"pong\"\nrecv until eof\nsleep "
	"200ms\nclose\n}\n"
	"client {\nconnect\nsend \"ping\"\nrecv 4\nclose\nwait until server CLOSED within 5s\n}\n"
	"fault lose-ack {\n drop ack from client while server SYN-RECEIVED\n}\n"
	"fault slow {\n delay 3s jitter 1s syn nth 2\n}\n"
	"expect {\nconnect ok\nserver accept ECONNABORTED\n"
	"client path SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT\n"
	"server in SYN-RECEIVED for 7s +- 10%\nclient in SYN-SENT for < 1s\n"
	"segments syn = 1\nfault lose-ack fired >= 1\n"
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

static void report(const struct timeline *tl, FILE *out)
{
	struct ladder *ladder = ladder_new(out, &sc, &tl->header, (struct style){0});
	struct outcome outcome;

	for (size_t i = 0; i < tl->n; i++)
		ladder_event(ladder, &tl->events[i], timeline_record(i));
	ladder_free(ladder);
	judge(&sc, tl, &outcome);
	findings_print(out, &sc, &outcome, tl->header.run, (struct style){0});
	outcome_free(&outcome);
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
		report(&tl, out);
	}
	timeline_free(&tl);
	return 0;
}
