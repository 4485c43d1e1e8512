/* SPDX-License-Identifier: MIT */
#include <assert.h>

#include "base/util.h"
#include "scenario/fault.h"

static const char *const field_words[] = {
	[HEADER_FLAGS] = "flags",   [HEADER_SEQ] = "seq",	[HEADER_ACK] = "ack",
	[HEADER_WINDOW] = "window", [HEADER_URGENT] = "urgent", [HEADER_TTL] = "ttl",
	[HEADER_DSCP] = "dscp",	    [HEADER_ECN] = "ecn",
};
static_assert(ARRAY_SIZE(field_words) == HEADER_FIELDS, "a word for every field");

const char *header_field_word(enum header_field field)
{
	return field_words[field];
}

const char *ecn_word(unsigned int code)
{
	static const char *const ecn_words[ECN_CODES] = {"none", "ect1", "ect0", "ce"};

	return ecn_words[code];
}

static const char *const corrupted_words[] = {
	[CORRUPT_CHECKSUM] = "checksum",
	[CORRUPT_PAYLOAD] = "payload",
	[CORRUPT_HEADER] = "header",
};
static_assert(ARRAY_SIZE(corrupted_words) == CORRUPTED_PARTS, "a word for every part");

const char *corrupted_word(enum corrupted part)
{
	return corrupted_words[part];
}

void fault_free(struct fault *fault)
{
	free(fault->name);
	match_free(&fault->match);
	switch (fault->verb) {
	case VERB_OPTION:
		free(fault->option.bytes.data);
		break;
	case VERB_PAYLOAD:
		free(fault->payload.data);
		break;
	case VERB_INJECT:
	case VERB_REPLY:
		free(fault->forge.payload.data);
		break;
	case VERB_DROP:
	case VERB_DELAY:
	case VERB_PASS:
	case VERB_HOLD:
	case VERB_REORDER:
	case VERB_RATE:
	case VERB_PARTITION:
	case VERB_FORGET:
	case VERB_SET:
	case VERB_CORRUPT:
	case VERB_TRUNCATE:
	case VERB_DUPLICATE:
	case VERB_REJECT:
		break;
	}
}
