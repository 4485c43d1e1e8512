/* SPDX-License-Identifier: MIT */
/* Socket options: what is set to what, and what that does. */
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "explain/nouns.h"
#include "explain/say.h"

/* What an option is for. A test sees that none is missing. */
static const struct {
	const char *name;
	const char *meaning;
} meanings[] = {
	{"SO_KEEPALIVE", N_("With it on, a connection that is silent for long is probed: is the "
			    "other end still there?")},
	{"SO_LINGER", N_("It says how long close() waits until all data are acknowledged; with no "
			 "time at all, close() sends a RST.")},
	{"SO_OOBINLINE", N_("With it on, urgent data stand in the stream with all others.")},
	{"SO_PRIORITY", N_("It is the priority of the socket's packets in the kernel's queues.")},
	{"SO_RCVBUF",
	 N_("It is the room for data that have come and wait to be read; it bounds the "
	    "window.")},
	{"SO_RCVLOWAT", N_("So many bytes must have come before a read returns.")},
	{"SO_RCVTIMEO", N_("A read or accept() that waits longer fails with EAGAIN.")},
	{"SO_REUSEADDR", N_("With it on, a port may be bound although an old connection in "
			    "TIME-WAIT still has it.")},
	{"SO_REUSEPORT", N_("With it on, several sockets may be bound to one port.")},
	{"SO_SNDBUF", N_("It is the room for data that wait to be sent or acknowledged.")},
	{"SO_SNDTIMEO", N_("A write or connect() that waits longer fails.")},
	{"IP_TOS", N_("It is the type of service (DSCP and ECN) of the packets that are sent.")},
	{"IP_TTL", N_("It is the time to live of the packets that are sent.")},
	{"TCP_CONGESTION", N_("It is the algorithm of congestion control.")},
	{"TCP_CORK", N_("With it on, no segment goes out that is not full.")},
	{"TCP_DEFER_ACCEPT", N_("A listener with it takes a connection only when its first data "
				"have come.")},
	{"TCP_FASTOPEN", N_("On a listener it allows data in the SYN (RFC 7413), for so many "
			    "connections that are not complete yet.")},
	{"TCP_FASTOPEN_CONNECT", N_("With it on, connect() returns at once, and the SYN goes out "
				    "with the first data (RFC 7413).")},
	{"TCP_KEEPCNT", N_("After so many keepalive probes without an answer the connection is "
			   "given up.")},
	{"TCP_KEEPIDLE", N_("The first keepalive probe goes out after so much silence.")},
	{"TCP_KEEPINTVL", N_("So much time is between two keepalive probes.")},
	{"TCP_LINGER2", N_("An orphan stays in FIN-WAIT-2 for so long.")},
	{"TCP_MAXSEG",
	 N_("It is the largest segment that is announced in the SYN and sent (MSS).")},
	{"TCP_NODELAY",
	 N_("With it on, small segments do not wait for an ACK (Nagle's algorithm is "
	    "off).")},
	{"TCP_NOTSENT_LOWAT",
	 N_("The socket takes more data only while less than that is unsent.")},
	{"TCP_QUICKACK", N_("With it on, ACKs are not delayed, for a while.")},
	{"TCP_SYNCNT", N_("The SYN is sent again so many times before connect() gives up.")},
	{"TCP_THIN_LINEAR_TIMEOUTS",
	 N_("With it on, the timeout of a stream with few segments does "
	    "not double at once.")},
	{"TCP_USER_TIMEOUT", N_("A connection whose data nobody acknowledges for so long is given "
				"up.")},
	{"TCP_WINDOW_CLAMP", N_("The window that is announced is never larger.")},
};

static const char *value_of(struct sentences *s, const struct sockopt_setting *setting)
{
	switch (setting->option->kind) {
	case SOCKOPT_SWITCH:
		return setting->value ? C_("socket option", "on") : C_("socket option", "off");
	case SOCKOPT_NUMBER:
		return part(s, "%d", setting->value);
	case SOCKOPT_LINGER:
	case SOCKOPT_TIME_OR_OFF:
	case SOCKOPT_TIME:
	case SOCKOPT_TIMEVAL:
		return setting->value == SOCKOPT_OFF
			       ? C_("socket option", "off")
			       : noun_time(s, setting->value * setting->option->unit);
	case SOCKOPT_WORD:
		return setting->word;
	}
	return "";
}

void say_sockopt(struct sentences *s, const struct sockopt_setting *setting)
{
	sentence(s, _("It sets the socket option %s to %s."), setting->option->name,
		 value_of(s, setting));
	for (size_t i = 0; i < ARRAY_SIZE(meanings); i++)
		if (!strcmp(meanings[i].name, setting->option->name))
			sentence(s, "%s", _(meanings[i].meaning));
}
