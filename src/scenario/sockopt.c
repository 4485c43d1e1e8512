/* SPDX-License-Identifier: MIT */
#include "scenario/sockopt.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "base/util.h"

/* clang-format off: table */
#define SOCKET(name, kind, unit)                              \
	{                                                     \
#name, SOL_SOCKET, name, SOCKOPT_##kind, unit \
	}
#define TCP(name, kind, unit)                                  \
	{                                                      \
#name, IPPROTO_TCP, name, SOCKOPT_##kind, unit \
	}

const struct sockopt sockopts[] = {
	SOCKET(SO_KEEPALIVE, SWITCH, 0),
	SOCKET(SO_LINGER, LINGER, NSEC_PER_SEC),
	SOCKET(SO_RCVBUF, NUMBER, 0),
	SOCKET(SO_REUSEADDR, SWITCH, 0),
	SOCKET(SO_SNDBUF, NUMBER, 0),
	TCP(TCP_CONGESTION, WORD, 0),
	TCP(TCP_DEFER_ACCEPT, TIME, NSEC_PER_SEC),
	TCP(TCP_KEEPCNT, NUMBER, 0),
	TCP(TCP_KEEPIDLE, TIME, NSEC_PER_SEC),
	TCP(TCP_KEEPINTVL, TIME, NSEC_PER_SEC),
	TCP(TCP_MAXSEG, NUMBER, 0),
	TCP(TCP_NODELAY, SWITCH, 0),
	TCP(TCP_QUICKACK, SWITCH, 0),
	TCP(TCP_USER_TIMEOUT, TIME, NSEC_PER_MSEC),
};
/* clang-format on */

const size_t sockopts_n = ARRAY_SIZE(sockopts);
