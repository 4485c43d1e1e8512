/* SPDX-License-Identifier: MIT */
#include "report/html_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/util.h"

static const struct {
	const char *key;
	const char *text;
} words[] = {
	/* who and where */
	{"client", "client"},
	{"server", "server"},
	{"wire", "wire"},
	{"end", "End"},
	{"place", "Where"},
	{"direction", "Direction"},
	{"from-client", "from client"},
	{"from-server", "from server"},
	{"to-client", "to client"},
	{"to-server", "to server"},
	{"seed", "seed"},

	/* outcomes */
	{"pass", "pass"},
	{"fail", "FAIL"},
	{"inconclusive", "INCONCLUSIVE"},
	{"error", "ERROR"},
	{"skipped", "skipped"},
	{"expected", "expected"},
	{"saw", "saw"},
	{"show", "show"},

	/* sections */
	{"findings", "Findings"},
	{"ladder", "Ladder"},
	{"motion", "Stop motion"},
	{"scenario", "Scenario"},
	{"calls", "System calls"},
	{"numbers", "The ends’ numbers over time"},
	{"accounting", "Accounting of segments"},
	{"sysctls", "Sysctls"},
	{"state-diagram", "state diagram of RFC 9293, Figure 5"},

	/* tables */
	{"time", "Time/s"},
	{"call", "Call"},
	{"result", "Result"},
	{"took", "Took"},
	{"cut", "still blocked at the end"},
	{"sysctl", "Sysctl"},
	{"value", "Value"},
	{"set-by", "Set by"},
	{"by-scenario", "the scenario"},
	{"by-lab", "the lab, the same for every run"},
	{"no-such-sysctl", "not in this kernel"},
	{"moment", "When"},
	{"at-end", "at the end"},
	{"tcp-info", "TCP_INFO"},
	{"n-out", "sent"},
	{"n-queued", "queued"},
	{"n-lost", "lost before"},
	{"n-accepted", "let through"},
	{"n-dropped", "dropped"},
	{"n-held", "still held"},
	{"n-flushed", "flushed"},
	{"n-copies", "copies"},
	{"n-forged", "forged"},
	{"n-undelivered", "undelivered"},
	{"n-in", "arrived"},
	{"equation", "Must hold"},
	{"counted", "Counted"},
	{"balance", "Balance"},
	{"agrees", "agrees"},
	{"differs", "differs"},
	{"fired", "fired"},

	/* steps */
	{"segment", "segment"},
	{"icmp", "ICMP message"},
	{"change", "change of state"},
	{"timer", "timer"},
	{"kill", "kill"},
	{"unknown", "cause unknown"},
	{"mark", "mark"},
	{"lost", "evidence lost"},
	{"timeout", "timeout: the client’s script has not ended"},
	{"socket-error", "error on the socket: the next call will tell"},
	{"passed", "passed"},
	{"dropped", "dropped"},
	{"held", "held"},
	{"released", "goes on"},
	{"changed", "changed"},
	{"undelivered", "not delivered"},
	{"copy", "copy"},
	{"forged", "forged"},
	{"by", "by"},
	{"into", "into"},
	{"returned", "returned"},
	{"inferred", "inferred: nobody saw it"},
	{"connection", "connection"},
	{"before", "Before"},
	{"after", "After"},
	{"no-timer", "no timer"},
	{"retransmit", "retransmission timer"},
	{"keepalive", "keepalive timer"},
	{"time-wait", "TIME-WAIT timer"},
	{"probe", "window probe timer"},
	{"due-in", "in"},
	{"overdue", "due"},
	{"retransmits", "retransmissions in a row"},
	{"record", "record of run.jsonl"},

	/* fields of a segment */
	{"f-flags", "flags"},
	{"f-names", "called"},
	{"f-rel_seq", "sequence number, relative"},
	{"f-rel_ack", "acknowledgment number, relative"},
	{"f-payload", "data, bytes"},
	{"f-window", "window, not scaled"},
	{"f-retransmission", "retransmission"},
	{"f-seq", "sequence number"},
	{"f-ack", "acknowledgment number"},
	{"f-src_port", "source port"},
	{"f-dst_port", "destination port"},
	{"f-ttl", "time to live"},
	{"f-tos", "type of service"},
	{"f-options", "options"},
	{"f-mss", "maximum segment size"},
	{"f-wscale", "window scale"},
	{"f-delay", "to be held"},
	{"f-obstacle", "not changed, because"},

	/* what can be pressed */
	{"first", "First step"},
	{"previous", "Previous step"},
	{"next", "Next step"},
	{"last", "Last step"},
	{"play", "Play"},
	{"pause", "Pause"},
	{"previous-change", "Previous change of state"},
	{"next-change", "Next change of state"},
	{"step", "step"},
	{"of", "of"},
	{"fold", "more segments, nothing else"},
	{"unfold", "show them"},
	{"fold-again", "fold again"},
	{"silence", "silence"},
	{"keys", "Keys: ← → step, ↑ ↓ change of state, Home End, space plays."},
	{"as-table", "The ladder as a table"},
	{"what", "What"},
	{"number", "No."},
	{"figure-help", "ladder of the run; the arrow keys step through it"},

	/* the index of many runs */
	{"index", "Runs of tcplab"},
	{"runs", "runs"},
	{"outcomes", "Outcomes"},
	{"coverage", "Moves of the state machine that these runs have shown"},
	{"coverage-help",
	 "state diagram of RFC 9293, Figure 5; each move with how often it was seen"},

	/* plots */
	{"plot-retransmits", "Retransmissions in a row"},
	{"plot-timer", "Retransmission timer as it was set, s"},
	{"plot-rto", "Retransmission timeout (TCP_INFO), s"},
	{"plot-cwnd", "Congestion window (TCP_INFO), segments"},
	{"plot-none", "The record has no numbers of a connection."},
	{"plot-least", "least"},
	{"plot-most", "most"},
};

const char *html_word(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].key, key))
			return words[i].text;
	abort();
}

json_t *html_words_json(void)
{
	json_t *json = json_object();

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		json_object_set_new(json, words[i].key, json_string(words[i].text));
	return json;
}
