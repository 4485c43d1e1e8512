/* SPDX-License-Identifier: MIT */
/* How many TCP keeps: queues of listeners, sockets without a process, TIME-WAIT, memory, ports. */
#include "base/translate.h"
#include "base/util.h"
#include "explain/reference_tables.h"

/* clang-format off */
const struct reference_sysctl reference_keeping[] = {
	{
		.name = "net.core.somaxconn",
		.standard = "4096",
		.unit = N_("connections"),
		.meaning = N_("The largest backlog that listen() can ask for: how many connections "
			      "may wait to be accepted."),
		.limits = N_("A larger backlog is cut to this without a word. One connection more "
			     "than the backlog fits. It was 128 before 5.4."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_max_syn_backlog",
		.depends = N_("At least 128, more on machines with more memory."),
		.unit = N_("connections"),
		.meaning = N_("How many connections in SYN-RECEIVED a listener keeps, when "
			      "tcp_syncookies is 0; the last quarter is for clients that are known "
			      "already."),
		.limits = N_("With tcp_syncookies 1 only the backlog of listen() counts."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_syncookies",
		.standard = "1",
		.unit = N_("0 off, 1 on, 2 always"),
		.meaning = N_("When the queue of connections in SYN-RECEIVED is full, the server "
			      "keeps nothing about further SYNs, but hides what it must know in "
			      "the sequence number of its SYN-ACK (a cookie), and makes the "
			      "connection from the third segment."),
		.limits = N_("0 drops SYNs when the queue is full. 2 makes a cookie of every SYN, "
			     "so that there is no SYN-RECEIVED at all. A SYN-ACK with a cookie is "
			     "never sent again, and some options of the SYN are lost."),
		.since = N_("2.2; value 2 since 3.12"),
	},
	{
		.name = "net.ipv4.tcp_abort_on_overflow",
		.standard = "0",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("When the queue of connections that wait to be accepted is full, the "
			      "third segment of a handshake is answered with a RST."),
		.limits = N_("With 0 it is ignored: the client believes that it is connected, the "
			     "server stays in SYN-RECEIVED, sends its SYN-ACK again and hopes that "
			     "accept() makes room meanwhile."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_migrate_req",
		.standard = "0",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("When one of several listeners on a port (SO_REUSEPORT) closes, its "
			      "half-open connections and those that wait to be accepted go to "
			      "another one instead of being reset."),
		.since = "5.14",
	},
	{
		.name = "net.ipv4.tcp_max_orphans",
		.depends = N_("Decided by the machine's memory, once for all network namespaces."),
		.unit = N_("sockets"),
		.meaning = N_("How many sockets that no process owns any more there may be; one "
			      "more is reset at once instead of being closed in order, and the "
			      "kernel's log says so."),
		.limits = N_("0 resets every connection whose process closes or ends before the "
			     "other end has answered its FIN."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_max_tw_buckets",
		.depends = N_("Half of the size of the kernel's table of connections "
			      "(tcp_ehash_entries), which the memory decides."),
		.unit = N_("sockets"),
		.meaning = N_("How many connections may be in TIME-WAIT; one more skips TIME-WAIT "
			      "and is gone at once."),
		.limits = N_("0 means that there is no TIME-WAIT at all."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_tw_reuse",
		.standard = "2",
		.unit = N_("0 off, 1 on, 2 for loopback only"),
		.meaning = N_("A client may use the port of a connection in TIME-WAIT for a new "
			      "one to the same server, if both use timestamps and the old one is "
			      "older than a second."),
		.limits = N_("It concerns the end that connects; a server takes a new SYN for a "
			     "connection in TIME-WAIT anyhow if its sequence number or timestamp "
			     "is higher. tcplab sets it to 0 unless the scenario says otherwise."),
		.since = N_("2.4.19; value 2 since 4.19"),
	},
	{
		.name = "net.ipv4.tcp_tw_reuse_delay",
		.standard = "1000",
		.unit = N_("milliseconds"),
		.meaning = N_("How old a connection in TIME-WAIT must be before tcp_tw_reuse takes "
			      "its port."),
		.since = "6.14",
	},
	{
		.name = "net.ipv4.tcp_rfc1337",
		.standard = "0",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("A connection in TIME-WAIT ignores RSTs."),
		.limits = N_("With 0 an old RST ends TIME-WAIT early (TIME-WAIT assassination). "
			     "The kernel's own documentation says it the wrong way round; its "
			     "code, and a run of tcplab, show this."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.ip_local_port_range",
		.standard = "32768 60999",
		.unit = N_("ports"),
		.meaning = N_("From the first to the second: the ports that the kernel gives to "
			      "clients which do not choose one."),
		.limits = N_("28232 ports to one server's port, less those that still are in "
			     "TIME-WAIT; when none is left connect() fails with EADDRNOTAVAIL."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.ip_local_reserved_ports",
		.standard = "",
		.unit = N_("ports"),
		.meaning = N_("Ports of that range that the kernel never gives by itself."),
		.since = "2.6.35",
	},
	{
		.name = "net.ipv4.tcp_mem",
		.depends = N_("Decided by the machine's memory, once for all network namespaces."),
		.unit = N_("pages of memory, three values"),
		.meaning = N_("How much memory all TCP connections together may take: below the "
			      "first they are free, above the second they save, above the third "
			      "data are refused."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_rmem",
		.depends = N_("4096 131072 and up to 6291456 (Linux 6.12) or 33554432 (6.18), less "
			      "on machines with little memory."),
		.unit = N_("bytes, three values"),
		.meaning = N_("The smallest, first and largest receive buffer of a connection; "
			      "what is free in it is the window that the end tells the other one."),
		.limits = N_("SO_RCVBUF fixes the size for one socket. tcplab sets 4096 131072 "
			     "6291456 unless the scenario says otherwise."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_wmem",
		.depends = N_("4096 16384 and up to 4194304, less on machines with little memory."),
		.unit = N_("bytes, three values"),
		.meaning = N_("The smallest, first and largest send buffer of a connection: what "
			      "send() takes before it blocks."),
		.limits = N_("SO_SNDBUF fixes the size for one socket."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_moderate_rcvbuf",
		.standard = "1",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("The kernel makes a receive buffer larger, up to the third value of "
			      "tcp_rmem, when the program reads more in a round trip, so that the "
			      "window does not hold the sender up."),
		.since = "2.4.17",
	},
	{
		.name = "net.ipv4.tcp_adv_win_scale",
		.standard = "1",
		.unit = N_("a shift"),
		.meaning = N_("Which part of a receive buffer is kept back for the kernel's own "
			      "bookkeeping instead of being told as window."),
		.limits = N_("Without effect since 6.6, which measures it instead."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_shrink_window",
		.standard = "0",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("The window that an end has told may become smaller again when its "
			      "receive buffer runs short."),
		.limits = N_("With 0 what was once promised is kept, as RFC 9293 asks for."),
		.since = N_("6.5; also later releases of 6.1"),
	},
	{
		.name = "net.ipv4.tcp_notsent_lowat",
		.standard = "4294967295",
		.unit = N_("bytes"),
		.meaning = N_("How many bytes that were not sent yet a send buffer may hold before "
			      "the socket counts as full and send() waits."),
		.limits = N_("4294967295 is no limit. TCP_NOTSENT_LOWAT sets it for one socket."),
		.since = "3.12",
	},
	{
		.name = "net.ipv4.tcp_limit_output_bytes",
		.depends = N_("1048576 (Linux 6.12) or 4194304 (6.18)."),
		.unit = N_("bytes"),
		.meaning = N_("How many bytes of one connection may wait in the machine's own "
			      "queues for the network card."),
		.since = "3.6",
	},
};
/* clang-format on */

const size_t reference_keeping_n = ARRAY_SIZE(reference_keeping);
