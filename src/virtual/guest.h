/* SPDX-License-Identifier: MIT */
/* The first process of a virtual-time kernel. */
#ifndef VIRTUAL_GUEST_H
#define VIRTUAL_GUEST_H

/* The subcommand under which tcplab is that process: guest IP-VERSION SEED [FAULT…] */
#define GUEST_COMMAND "guest"

/**
 * guest_main() - Make one run and switch the virtual machine off
 * @argc:	As main's; argv[0] is GUEST_COMMAND
 *
 * Mounts what a lab needs, runs the scenario of the exchange without the faults that are named, and
 * leaves the timeline there. Does not return, unless the process is not the first of its machine.
 */
void guest_main(int argc, char **argv);

#endif
