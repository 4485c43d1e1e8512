/* SPDX-License-Identifier: MIT */
/* Stock-taking of both ends at a moment of the run, by the probe. */
#ifndef ROLES_STOCK_H
#define ROLES_STOCK_H

#include "kernel/netstat.h"
#include "kernel/nl.h"
#include "roles/role.h"

/* The means at one end; what no expectation asks for is never opened. */
struct stock {
	struct nl sockets;
	struct netstat counters;
	char *before; /* all counters when the run began */
};

/* stock_wanted() - Whether stock is to be taken at a moment. */
bool stock_wanted(const struct scenario *sc, size_t moment);

/* stock_open() - Open the means at the end where the process is. Return: 0 or -errno */
int stock_open(struct stock *stock, const struct scenario *sc);

/**
 * stock_take() - Take stock of both ends and report it
 * @stock:	Of each end
 * @args:	The probe's
 * @end:	Whose script came to the mark
 * @moment:	Which moment it is
 *
 * Return: how many requests for the state of sockets it took
 */
uint64_t stock_take(struct stock stock[ENDS], const struct role_args *args, enum end end,
		    size_t moment);

#endif
