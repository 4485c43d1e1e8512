/* SPDX-License-Identifier: MIT */
/*
 * What a record keeps of the kernel's TCP_INFO, by the names of tcp_info's members without their
 * "tcpi_". Plain values: it travels between processes.
 */
#ifndef TCP_INFO_H
#define TCP_INFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum info_field {
	INFO_STATE,
	INFO_RETRANSMITS,
	INFO_PROBES,
	INFO_BACKOFF,
	INFO_RTO,
	INFO_ATO,
	INFO_SND_MSS,
	INFO_RCV_MSS,
	INFO_UNACKED,
	INFO_SACKED,
	INFO_LOST,
	INFO_RETRANS,
	INFO_PMTU,
	INFO_RCV_SSTHRESH,
	INFO_RTT,
	INFO_RTTVAR,
	INFO_SND_SSTHRESH,
	INFO_SND_CWND,
	INFO_ADVMSS,
	INFO_REORDERING,
	INFO_TOTAL_RETRANS,
	INFO_MIN_RTT,
};

#define INFO_FIELDS 22

/* What a field's number means. */
enum info_unit {
	INFO_COUNT, /* segments, bytes, times */
	INFO_MICROSECONDS,
	INFO_TCP_STATE, /* an enum tcp_state */
};

struct info_facts {
	uint32_t value[INFO_FIELDS]; /* INFO_STATE: an enum tcp_state */
};

/* "state", "rto", "snd_cwnd" … */
const char *info_field_word(enum info_field field);

/* info_field_unit() - What its number means. */
enum info_unit info_field_unit(enum info_field field);

/* info_field_parse() - The field that is called @word (of @len bytes). Return: false if none is */
bool info_field_parse(const char *word, size_t len, enum info_field *field);

#endif
