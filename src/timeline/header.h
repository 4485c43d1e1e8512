/* SPDX-License-Identifier: MIT */
/* How the header record spells its lists. The fields are of the whole struct run_header. */
#ifndef TIMELINE_HEADER_H
#define TIMELINE_HEADER_H

#include "timeline/field.h"

/* The parameters of the case, as they are written: {"retries":"2"}. */
extern const struct field_type field_parameters;

/* The faults that were disabled, an array of names. */
extern const struct field_type field_without_faults;

/*
 * The sysctls, an object per place: {"client":{"net.ipv4.tcp_sack":"1"}}, null where the kernel
 * has none; those of the scenario and all others apart.
 */
extern const struct field_type field_sysctls;
extern const struct field_type field_sysctls_by_scenario;

#endif
