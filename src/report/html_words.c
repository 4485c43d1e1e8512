/* SPDX-License-Identifier: MIT */
#include "report/html_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"

static const struct {
	const char *key;
	const char *text;
} words[] = {
	/* who and where */
	{"client", N_("client")},
	{"server", N_("server")},
	{"wire", N_("wire")},
	{"end", N_("End")},
	{"place", N_("Where")},
	{"direction", N_("Direction")},
	{"from-client", N_("from client")},
	{"from-server", N_("from server")},
	{"seed", N_("seed")},

	/* outcomes */
	{"pass", N_("pass")},
	{"fail", N_("FAIL")},
	{"inconclusive", N_("INCONCLUSIVE")},
	{"error", N_("ERROR")},
	{"expected", N_("expected")},
	{"saw", N_("saw")},
	{"show", N_("show")},

	/* sections */
	{"findings", N_("Findings")},
	{"ladder", N_("Ladder")},
	{"motion", N_("Stop motion")},
	{"scenario", N_("Scenario")},
	{"calls", N_("System calls")},
	{"numbers", N_("The ends’ numbers over time")},
	{"accounting", N_("Accounting of segments")},
	{"sysctls", N_("Sysctls")},
	{"state-diagram", N_("state diagram of RFC 9293, Figure 5")},

	/* tables */
	{"time", N_("Time/s")},
	{"call", N_("Call")},
	{"result", N_("Result")},
	{"took", N_("Took")},
	{"cut", N_("still blocked at the end")},
	{"sysctl", N_("Sysctl")},
	{"value", N_("Value")},
	{"set-by", N_("Set by")},
	{"by-scenario", N_("the scenario")},
	{"by-lab", N_("the lab, the same for every run")},
	{"no-such-sysctl", N_("not in this kernel")},
	{"moment", N_("When")},
	{"at-end", N_("at the end")},
	{"tcp-info", N_("TCP_INFO")},
	{"n-out", N_("sent")},
	{"n-queued", N_("queued")},
	{"n-lost", N_("lost before")},
	{"n-accepted", N_("let through")},
	{"n-dropped", N_("dropped")},
	{"n-held", N_("still held")},
	{"n-flushed", N_("flushed")},
	{"n-copies", N_("copies")},
	{"n-forged", N_("forged")},
	{"n-undelivered", N_("undelivered")},
	{"n-in", N_("arrived")},
	{"equation", N_("Must hold")},
	{"counted", N_("Counted")},
	{"balance", N_("Balance")},
	{"agrees", N_("agrees")},
	{"differs", N_("differs")},

	/* how they are put together */
	{"list", N_(", ")},
	{"then", N_("; ")},
	{"about", N_("%s: %s")},
	{"remark", N_("(%s)")},

	/* steps */
	{"change", N_("change of state")},
	{"timer", N_("timer")},
	{"kill", N_("kill")},
	{"unknown", N_("cause unknown")},
	{"timeout", N_("timeout: the client’s script has not ended")},
	{"socket-error", N_("error on the socket: the next call will tell")},
	{"dropped", N_("dropped")},
	{"dropped-by", N_("dropped by %s")},
	{"held", N_("held")},
	{"held-by", N_("held by %s")},
	{"held-for", N_("held %s")},
	{"held-for-by", N_("held %s by %s")},
	{"released", N_("goes on")},
	{"changed", N_("changed")},
	{"changed-by", N_("changed by %s")},
	{"changed-into", N_("changed into %s")},
	{"changed-by-into", N_("changed by %s into %s")},
	{"became", N_("changed into")},
	{"undelivered", N_("not delivered")},
	{"undelivered-by", N_("not delivered by %s")},
	{"copy", N_("copy")},
	{"copy-by", N_("copy by %s")},
	{"forged", N_("forged")},
	{"forged-by", N_("forged by %s")},
	{"inferred", N_("inferred: nobody saw it")},
	{"connection", N_("connection")},
	{"connection-number", N_("connection %s")},
	{"before", N_("Before")},
	{"after", N_("After")},
	{"no-timer", N_("no timer")},
	{"retransmit", N_("retransmission timer")},
	{"keepalive", N_("keepalive timer")},
	{"time-wait", N_("TIME-WAIT timer")},
	{"probe", N_("window probe timer")},
	{"due-in", N_("%s, due in %s")},
	{"overdue", N_("%s, due")},
	{"retransmits", N_("retransmissions in a row: %s")},
	{"record", N_("record of run.jsonl: %s")},

	/* fields of a segment */
	{"f-flags", N_("flags")},
	{"f-names", N_("called")},
	{"f-rel_seq", N_("sequence number, relative")},
	{"f-rel_ack", N_("acknowledgment number, relative")},
	{"f-payload", N_("data, bytes")},
	{"f-window", N_("window, not scaled")},
	{"f-retransmission", N_("retransmission")},
	{"f-seq", N_("sequence number")},
	{"f-ack", N_("acknowledgment number")},
	{"f-src_port", N_("source port")},
	{"f-dst_port", N_("destination port")},
	{"f-ttl", N_("time to live")},
	{"f-tos", N_("type of service")},
	{"f-options", N_("options")},
	{"f-mss", N_("maximum segment size")},
	{"f-wscale", N_("window scale")},
	{"f-delay", N_("to be held")},
	{"f-obstacle", N_("not changed, because")},

	/* what can be pressed */
	{"first", N_("First step")},
	{"previous", N_("Previous step")},
	{"next", N_("Next step")},
	{"last", N_("Last step")},
	{"play", N_("Play")},
	{"pause", N_("Pause")},
	{"previous-change", N_("Previous change of state")},
	{"next-change", N_("Next change of state")},
	{"step", N_("step")},
	{"step-of", N_("step %s of %s")},
	{"fold", N_("… %s more segments, nothing else: %s …")},
	{"fold-side", N_("%s %s (%s B)")},
	{"unfold", N_("show them")},
	{"fold-again", N_("fold again")},
	{"keys", N_("Keys: ← → step, ↑ ↓ change of state, Home End, space plays.")},
	{"as-table", N_("The ladder as a table")},
	{"what", N_("What")},
	{"number", N_("No.")},
	{"figure-help", N_("ladder of the run; the arrow keys step through it")},

	/* the index of many runs */
	{"index", N_("Runs of tcplab")},
	{"outcomes", N_("Outcomes")},
	{"coverage", N_("Moves of the state machine that these runs have shown")},
	{"coverage-help",
	 N_("state diagram of RFC 9293, Figure 5; each move with how often it was seen")},

	/* plots */
	{"plot-retransmits", N_("Retransmissions in a row")},
	{"plot-timer", N_("Retransmission timer as it was set, s")},
	{"plot-rto", N_("Retransmission timeout (TCP_INFO), s")},
	{"plot-cwnd", N_("Congestion window (TCP_INFO), segments")},
	{"plot-none", N_("The record has no numbers of a connection.")},
	{"plot-of", N_("%s, %s")},
	{"plot-range", N_("%s: least %s, most %s")},
};

const char *html_word(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].key, key))
			return _(words[i].text);
	abort();
}

json_t *html_words_json(void)
{
	json_t *json = json_object();

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		json_object_set_new(json, words[i].key, json_string(_(words[i].text)));
	return json;
}
