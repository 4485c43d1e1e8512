/* SPDX-License-Identifier: MIT */
#include "lab/profile.h"

#include "base/util.h"

/* clang-format off */
const struct pinned_sysctl profile_ends[] = {
	{"net.ipv4.tcp_congestion_control", "reno",
	 "the host's default may pace (bbr), and a new namespace may be allowed only reno"},
	{"net.ipv4.tcp_timestamps", "1",
	 "the kernel's default; distributions and containers differ"},
	{"net.ipv4.tcp_sack", "1", "as above"},
	{"net.ipv4.tcp_window_scaling", "1", "as above"},
	{"net.ipv4.tcp_ecn", "0",
	 "with 1 the first SYN carries ECE and CWR and its retransmissions do not"},
	{"net.ipv4.tcp_fastopen", "0", "data in a SYN only where a scenario asks for it"},
	{"net.ipv4.tcp_syncookies", "1", "the kernel's default; with 2 no request socket exists"},
	{"net.ipv4.tcp_no_metrics_save", "1",
	 "a connection must not inherit RTT and ssthresh from the one before it"},
	{"net.ipv4.tcp_rmem", "4096 131072 6291456", "windows must not depend on the host's memory"},
	{"net.ipv4.tcp_wmem", "4096 16384 4194304", "as above"},
	{"net.ipv4.tcp_tw_reuse", "0", "the default (2) concerns loopback only; said for other kernels"},
	{"net.ipv4.ip_local_port_range", "32768 60999", "the kernel's default; hosts change it"},
	{"net.ipv6.conf.default.addr_gen_mode", "1",
	 "no link-local address: no search for duplicates or routers, no multicast listener reports"},
	{"net.ipv6.conf.all.keep_addr_on_down", "1",
	 "an end that is plugged in again has its address, as it has with IPv4"},
};

const struct pinned_sysctl profile_wire[] = {
	{"net.ipv4.ip_forward", "1", "the wire is a router"},
	{"net.ipv6.conf.all.forwarding", "1", "as above"},
	{"net.ipv4.conf.all.rp_filter", "0", "forged segments must not be filtered by their source"},
	{"net.ipv4.conf.default.rp_filter", "0", "as above"},
	{"net.ipv4.conf.all.send_redirects", "0", "the wire is silent"},
	{"net.ipv6.conf.default.addr_gen_mode", "1", "as at the ends"},
};
/* clang-format on */

const size_t profile_ends_n = ARRAY_SIZE(profile_ends);
const size_t profile_wire_n = ARRAY_SIZE(profile_wire);
