/* SPDX-License-Identifier: MIT */
#include "tcp/info.h"

#include <assert.h>
#include <string.h>

#include "base/util.h"

static const struct {
	const char *word;
	enum info_unit unit;
} fields[] = {
	[INFO_STATE] = {"state", INFO_TCP_STATE},
	[INFO_RETRANSMITS] = {"retransmits", INFO_COUNT},
	[INFO_PROBES] = {"probes", INFO_COUNT},
	[INFO_BACKOFF] = {"backoff", INFO_COUNT},
	[INFO_RTO] = {"rto", INFO_MICROSECONDS},
	[INFO_ATO] = {"ato", INFO_MICROSECONDS},
	[INFO_SND_MSS] = {"snd_mss", INFO_COUNT},
	[INFO_RCV_MSS] = {"rcv_mss", INFO_COUNT},
	[INFO_UNACKED] = {"unacked", INFO_COUNT},
	[INFO_SACKED] = {"sacked", INFO_COUNT},
	[INFO_LOST] = {"lost", INFO_COUNT},
	[INFO_RETRANS] = {"retrans", INFO_COUNT},
	[INFO_PMTU] = {"pmtu", INFO_COUNT},
	[INFO_RCV_SSTHRESH] = {"rcv_ssthresh", INFO_COUNT},
	[INFO_RTT] = {"rtt", INFO_MICROSECONDS},
	[INFO_RTTVAR] = {"rttvar", INFO_MICROSECONDS},
	[INFO_SND_SSTHRESH] = {"snd_ssthresh", INFO_COUNT},
	[INFO_SND_CWND] = {"snd_cwnd", INFO_COUNT},
	[INFO_ADVMSS] = {"advmss", INFO_COUNT},
	[INFO_REORDERING] = {"reordering", INFO_COUNT},
	[INFO_TOTAL_RETRANS] = {"total_retrans", INFO_COUNT},
	[INFO_MIN_RTT] = {"min_rtt", INFO_MICROSECONDS},
};
static_assert(ARRAY_SIZE(fields) == INFO_FIELDS, "a word and a unit for each field");

const char *info_field_word(enum info_field field)
{
	return fields[field].word;
}

enum info_unit info_field_unit(enum info_field field)
{
	return fields[field].unit;
}

bool info_field_parse(const char *word, size_t len, enum info_field *field)
{
	for (enum info_field f = 0; f < INFO_FIELDS; f++) {
		if (strlen(fields[f].word) == len && !memcmp(word, fields[f].word, len)) {
			*field = f;
			return true;
		}
	}
	return false;
}
