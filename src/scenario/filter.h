/* SPDX-License-Identifier: MIT */
/* Filters in the language of pcap-filter(7), on IP packets. */
#ifndef SCENARIO_FILTER_H
#define SCENARIO_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "scenario/match.h"

/**
 * filter_compile() - Make a program of a filter's text
 * @filter:	Its text is set; the program is filled in
 *
 * Return: NULL, or what libpcap says is wrong; the caller frees it
 */
char *filter_compile(struct filter *filter);

/* filter_takes() - Whether a filter that was given takes an IP packet. */
bool filter_takes(const struct filter *filter, const void *packet, size_t len);

void filter_free(struct filter *filter);

#endif
