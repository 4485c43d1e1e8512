/* SPDX-License-Identifier: MIT */
#include "lab/middlebox.h"

#include <inttypes.h>

#include "kernel/middlebox.h"
#include "lab/sysctls.h"

int lab_middlebox(struct lab *lab, const struct scenario *sc, struct refusal *why)
{
	char seconds[32];
	int err = middlebox_load(sc->wire == WIRE_NAT, end_name(SERVER), why);

	/* Only a SYN begins a connection: the default takes up what it finds under way. */
	if (!err)
		err = lab_sysctl(lab, PLACE_WIRE, "net.netfilter.nf_conntrack_tcp_loose", "0",
				 false, why);
	if (err || !sc->wire_timeout)
		return err;
	snprintf(seconds, sizeof(seconds), "%" PRId64, sc->wire_timeout / NSEC_PER_SEC);
	return lab_sysctl(lab, PLACE_WIRE, "net.netfilter.nf_conntrack_tcp_timeout_established",
			  seconds, true, why);
}
