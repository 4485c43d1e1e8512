/* SPDX-License-Identifier: MIT */
/*
 * The warden of one virtual-time kernel: a process between the host's tcplab and the kernel. It owns
 * the exchange directory and the kernel's process group, so that nothing of either is left whatever
 * happens to the tcplab that started it. Private to virtual/.
 */
#ifndef VIRTUAL_WARDEN_H
#define VIRTUAL_WARDEN_H

#include <limits.h>
#include <stdbool.h>

#include "roles/supervisor.h"

/* How long a kernel may take by the clock on the wall. A run takes fractions of a second; what takes
 * a minute hangs. */
#define WARDEN_LIMIT (60 * NSEC_PER_SEC)

/*
 * What the warden says: once where the exchange is, and again when the kernel has ended. The exchange
 * stays until the channel is closed; if the warden dies, whoever has heard of it removes it.
 */
struct warden_report {
	bool ended;	    /* the kernel, or the attempt to start it */
	int status;	    /* of the kernel, as waitpid() gives it */
	bool overdue;	    /* it had to be ended: the wall-clock limit */
	struct refusal why; /* it could not be started */
	char exchange[PATH_MAX];
};

/**
 * warden_main() - Start the kernel, wait for its end, report it, clear up
 * @channel:	A SEQPACKET socket; its end is the warden's end
 * @req:	The run
 * @kernel:	The kernel's file
 */
_Noreturn void warden_main(int channel, const struct run_request *req, const char *kernel);

#endif
