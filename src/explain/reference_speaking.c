/* SPDX-License-Identifier: MIT */
/* What TCP says on the wire: options, how it recovers from losses, how large its segments are. */
#include "base/translate.h"
#include "base/util.h"
#include "explain/reference_tables.h"

/* clang-format off */
const struct reference_sysctl reference_speaking[] = {
	{
		.name = "net.ipv4.tcp_timestamps",
		.standard = "1",
		.unit = N_("0 off, 1 on with a random offset for each connection, 2 on without it"),
		.meaning = N_("Segments carry the time of their sender and echo that of the other "
			      "end: round trips are measured by it, and segments that are too old "
			      "are recognized (PAWS, RFC 7323)."),
		.limits = N_("Used if both ends ask for it in their SYNs. It costs 12 bytes a "
			     "segment."),
		.since = N_("2.2; value 2 since 4.10"),
	},
	{
		.name = "net.ipv4.tcp_sack",
		.standard = "1",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("ACKs also say which bytes have come behind a gap (selective "
			      "acknowledgements, RFC 2018), so that only what is missing is sent "
			      "again."),
		.limits = N_("Used if both ends ask for it in their SYNs."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_dsack",
		.standard = "1",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("An end that gets bytes for the second time says so (RFC 2883): its "
			      "sender learns that it repeated them in vain."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_window_scaling",
		.standard = "1",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("Windows may be larger than 65535 bytes: the SYNs agree on a factor "
			      "(RFC 7323)."),
		.limits = N_("Used if both ends ask for it in their SYNs; the factor is at most 2 "
			     "to the power of 14."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_workaround_signed_windows",
		.standard = "0",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("Where windows are not scaled, never more than 32767 bytes are told, "
			      "for peers that would take more for a negative number."),
		.since = "2.6.26",
	},
	{
		.name = "net.ipv4.tcp_ecn",
		.standard = "2",
		.unit = N_("0 off, 1 ask and answer, 2 answer only"),
		.meaning = N_("Routers may mark packets instead of dropping them when they get too "
			      "many (explicit congestion notification, RFC 3168); the two ends "
			      "agree on it by the flags ECE and CWR of their SYNs."),
		.limits = N_("Linux 6.18 knows 3 to 5 as well, for accurate ECN. tcplab sets it to "
			     "0 unless the scenario says otherwise."),
		.since = N_("2.4; value 2 since 2.6.31"),
	},
	{
		.name = "net.ipv4.tcp_ecn_fallback",
		.standard = "1",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("A SYN that asked for ECN and got no answer is sent again without "
			      "asking, since some firewalls drop such SYNs."),
		.since = "4.1",
	},
	{
		.name = "net.ipv4.tcp_fastopen",
		.standard = "1",
		.unit = N_("a sum: 1 client, 2 server, 4 client without cookie, 512 server without "
			   "cookie, 1024 all listeners"),
		.meaning = N_("A SYN may carry data already (fast open, RFC 7413), once the client "
			      "has got a cookie from this server in an earlier connection."),
		.limits = N_("0 is off for both. A server also needs TCP_FASTOPEN on its listener, "
			     "or 1024. tcplab sets it to 0 unless the scenario says otherwise."),
		.since = N_("3.7; client by default since 3.13"),
	},
	{
		.name = "net.ipv4.tcp_fastopen_blackhole_timeout_sec",
		.standard = "0",
		.unit = N_("seconds"),
		.meaning = N_("For so long fast open is not tried after a firewall seems to have "
			      "lost SYNs with data; longer each time."),
		.limits = N_("0 keeps trying."),
		.since = "4.12",
	},
	{
		.name = "net.ipv4.tcp_congestion_control",
		.depends = N_("cubic on most machines; a new network namespace has that of the "
			      "first one."),
		.unit = N_("a name"),
		.meaning = N_("By which rules a sender finds out how much the network bears: reno, "
			      "cubic, bbr and others."),
		.limits = N_("tcplab sets it to reno unless the scenario says otherwise. "
			     "TCP_CONGESTION sets it for one socket."),
		.since = "2.6.13",
	},
	{
		.name = "net.ipv4.tcp_slow_start_after_idle",
		.standard = "1",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("A sender that was idle for a retransmission timeout begins slowly "
			      "again."),
		.since = "2.6.18",
	},
	{
		.name = "net.ipv4.tcp_no_metrics_save",
		.standard = "0",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("With 0 a new connection begins with what one before it to the same "
			      "host has learned (round trip, reordering)."),
		.limits = N_("tcplab sets it to 1, so that no connection of a run depends on "
			     "another."),
		.since = "2.6.6",
	},
	{
		.name = "net.ipv4.tcp_early_retrans",
		.standard = "3",
		.unit = N_("0 off, 3 or 4 on"),
		.meaning = N_("When the last segments of a flight get no answer, the last one is "
			      "sent again after about two round trips (tail loss probe, RFC 8985), "
			      "to learn of the loss before the retransmission timeout."),
		.limits = N_("Needs selective acknowledgements. 1 and 2 are without effect."),
		.since = N_("3.5; tail loss probe since 3.10"),
	},
	{
		.name = "net.ipv4.tcp_recovery",
		.standard = "1",
		.unit = N_("a sum: 1 RACK, 2 fixed reordering window, 4 no counting of duplicate "
			   "ACKs"),
		.meaning = N_("A segment counts as lost when one that was sent sufficiently later "
			      "has arrived (RACK, RFC 8985)."),
		.limits = N_("0 counts duplicate ACKs, as TCP did before; since 6.17 RACK cannot "
			     "be switched off."),
		.since = "4.4",
	},
	{
		.name = "net.ipv4.tcp_reordering",
		.standard = "3",
		.unit = N_("segments"),
		.meaning = N_("By how many places segments may overtake each other before it "
			      "counts as a loss, at the beginning of a connection; the kernel "
			      "raises it when it sees more."),
		.limits = N_("From 1 to tcp_max_reordering."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_max_reordering",
		.standard = "300",
		.unit = N_("segments"),
		.meaning = N_("The most that the kernel raises its idea of reordering to."),
		.since = "3.19",
	},
	{
		.name = "net.ipv4.tcp_retrans_collapse",
		.standard = "1",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("Small neighbouring segments are put together when they are sent "
			      "again."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_comp_sack_nr",
		.standard = "44",
		.unit = N_("segments"),
		.meaning = N_("So many selective acknowledgements may be left out for one that "
			      "says the same (SACK compression)."),
		.limits = N_("0 sends each of them."),
		.since = "4.18",
	},
	{
		.name = "net.ipv4.tcp_comp_sack_delay_ns",
		.standard = "1000000",
		.unit = N_("nanoseconds"),
		.meaning = N_("For so long at most, and only for a part of a round trip, a "
			      "selective acknowledgement waits for others."),
		.since = "4.18",
	},
	{
		.name = "net.ipv4.tcp_mtu_probing",
		.standard = "0",
		.unit = N_("0 off, 1 after a black hole, 2 always"),
		.meaning = N_("TCP finds out itself how large packets may be (RFC 4821), where "
			      "routers do not say so by ICMP."),
		.limits = N_("With 1 it begins when so many retransmissions as tcp_retries1 says "
			     "got no answer: then segments are made as small as tcp_base_mss."),
		.since = "2.6.17",
	},
	{
		.name = "net.ipv4.tcp_base_mss",
		.standard = "1024",
		.unit = N_("bytes"),
		.meaning = N_("With which size of segments the probing of tcp_mtu_probing begins."),
		.since = N_("2.6.17; it was 512 before 4.1"),
	},
	{
		.name = "net.ipv4.tcp_mtu_probe_floor",
		.standard = "48",
		.unit = N_("bytes"),
		.meaning = N_("The smallest size that the probing of tcp_mtu_probing goes down "
			      "to."),
		.since = "5.4",
	},
	{
		.name = "net.ipv4.tcp_probe_interval",
		.standard = "600",
		.unit = N_("seconds"),
		.meaning = N_("After so long tcp_mtu_probing tries a larger size again."),
		.since = "4.1",
	},
	{
		.name = "net.ipv4.tcp_probe_threshold",
		.standard = "8",
		.unit = N_("bytes"),
		.meaning = N_("tcp_mtu_probing is content when it knows the size this precisely."),
		.since = "4.1",
	},
	{
		.name = "net.ipv4.tcp_min_snd_mss",
		.standard = "48",
		.unit = N_("bytes"),
		.meaning = N_("An end that asks for smaller segments than this in its SYN gets "
			      "segments of this size all the same: by very small ones an attacker "
			      "made the sender waste bandwidth and processor time "
			      "(CVE-2019-11479)."),
		.limits = N_("From 48 to 65535; 40 of them may go to options."),
		.since = "5.2",
	},
	{
		.name = "net.ipv4.ip_default_ttl",
		.standard = "64",
		.unit = N_("hops"),
		.meaning = N_("How many routers a packet may pass; each takes one away. tcplab's "
			      "wire is one."),
		.limits = N_("From 1 to 255."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.ip_no_pmtu_disc",
		.standard = "0",
		.unit = N_("0 on, 1 to 3 off in parts"),
		.meaning = N_("With 0 packets of TCP must not be cut in pieces: a router that "
			      "cannot pass one says so by ICMP, and TCP makes its segments smaller "
			      "(path MTU discovery, RFC 1191)."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_autocorking",
		.standard = "1",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("Small writes wait for each other while an earlier packet is still "
			      "in the machine's own queue."),
		.since = "3.14",
	},
	{
		.name = "net.ipv4.tcp_stdurg",
		.standard = "0",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("With 1 the urgent pointer points at the last urgent byte, as RFC "
			      "1122 says; with 0 at the one behind it, as everybody does and RFC "
			      "9293 says now."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_reflect_tos",
		.standard = "0",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("A server marks its packets with the class of service (DSCP) of the "
			      "client's SYN."),
		.since = "5.10",
	},
};
/* clang-format on */

const size_t reference_speaking_n = ARRAY_SIZE(reference_speaking);
