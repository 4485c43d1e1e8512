/* SPDX-License-Identifier: MIT */
#include "scenario/sockopt.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "base/util.h"

/* clang-format off: table */
#define SOCKET(name, kind, unit)                                 \
	{                                                        \
#name, SOL_SOCKET, name, SOCKOPT_##kind, unit, 0 \
	}
#define IP(name, name6, kind)                                     \
	{                                                         \
#name, IPPROTO_IP, name, SOCKOPT_##kind, 0, name6 \
	}
#define TCP(name, kind, unit)                                     \
	{                                                         \
#name, IPPROTO_TCP, name, SOCKOPT_##kind, unit, 0 \
	}

const struct sockopt sockopts[] = {
	SOCKET(SO_KEEPALIVE, SWITCH, 0),
	SOCKET(SO_LINGER, LINGER, NSEC_PER_SEC),
	SOCKET(SO_OOBINLINE, SWITCH, 0),
	SOCKET(SO_PRIORITY, NUMBER, 0),
	SOCKET(SO_RCVBUF, NUMBER, 0),
	SOCKET(SO_RCVLOWAT, NUMBER, 0),
	SOCKET(SO_RCVTIMEO, TIMEVAL, NSEC_PER_MSEC),
	SOCKET(SO_REUSEADDR, SWITCH, 0),
	SOCKET(SO_REUSEPORT, SWITCH, 0),
	SOCKET(SO_SNDBUF, NUMBER, 0),
	SOCKET(SO_SNDTIMEO, TIMEVAL, NSEC_PER_MSEC),
	IP(IP_TOS, IPV6_TCLASS, NUMBER),
	IP(IP_TTL, IPV6_UNICAST_HOPS, NUMBER),
	TCP(TCP_CONGESTION, WORD, 0),
	TCP(TCP_CORK, SWITCH, 0),
	TCP(TCP_DEFER_ACCEPT, TIME, NSEC_PER_SEC),
	TCP(TCP_FASTOPEN, NUMBER, 0),
	TCP(TCP_FASTOPEN_CONNECT, SWITCH, 0),
	TCP(TCP_KEEPCNT, NUMBER, 0),
	TCP(TCP_KEEPIDLE, TIME, NSEC_PER_SEC),
	TCP(TCP_KEEPINTVL, TIME, NSEC_PER_SEC),
	TCP(TCP_LINGER2, TIME_OR_OFF, NSEC_PER_SEC),
	TCP(TCP_MAXSEG, NUMBER, 0),
	TCP(TCP_NODELAY, SWITCH, 0),
	TCP(TCP_NOTSENT_LOWAT, NUMBER, 0),
	TCP(TCP_QUICKACK, SWITCH, 0),
	TCP(TCP_SYNCNT, NUMBER, 0),
	TCP(TCP_THIN_LINEAR_TIMEOUTS, SWITCH, 0),
	TCP(TCP_USER_TIMEOUT, TIME, NSEC_PER_MSEC),
	TCP(TCP_WINDOW_CLAMP, NUMBER, 0),
};
/* clang-format on */

const size_t sockopts_n = ARRAY_SIZE(sockopts);
