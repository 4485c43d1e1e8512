/* SPDX-License-Identifier: MIT */
#include <assert.h>

#include "base/util.h"
#include "scenario/expect.h"

static const char *const field_words[] = {
	[SEGMENT_FLAGS] = "flags",   [SEGMENT_SEQ] = "seq",	    [SEGMENT_ACK] = "ack",
	[SEGMENT_WINDOW] = "window", [SEGMENT_PAYLOAD] = "payload", [SEGMENT_TTL] = "ttl",
	[SEGMENT_DSCP] = "dscp",     [SEGMENT_ECN] = "ecn",	    [SEGMENT_MSS] = "mss",
	[SEGMENT_WSCALE] = "wscale", [SEGMENT_OPTION] = "option",
};
static_assert(ARRAY_SIZE(field_words) == SEGMENT_FIELDS, "a word for every field");

const char *segment_field_word(enum segment_field field)
{
	return field_words[field];
}

static const char *const option_names[UINT8_MAX + 1] = {
	[TCP_OPTION_MSS] = "mss",
	[TCP_OPTION_WSCALE] = "wscale",
	[TCP_OPTION_SACK_PERMITTED] = "sack-permitted",
	[TCP_OPTION_SACK] = "sack",
	[TCP_OPTION_TIMESTAMPS] = "timestamps",
	[TCP_OPTION_FAST_OPEN] = "fast-open",
};

const char *option_name(uint8_t kind)
{
	return option_names[kind];
}
