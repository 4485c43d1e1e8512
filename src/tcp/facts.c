/* SPDX-License-Identifier: MIT */
#include "tcp/segment.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/util.h"

static const char *const words[] = {
	[SEG_SYN] = "syn",
	[SEG_SYN_ACK] = "syn-ack",
	[SEG_RST] = "rst",
	[SEG_FIN] = "fin",
	[SEG_HANDSHAKE_ACK] = "handshake-ack",
	[SEG_FIN_ACK_OF] = "fin-ack-of",
	[SEG_DATA] = "data",
	[SEG_ACK] = "ack",
	[SEG_ANY] = "any",
};
static_assert(ARRAY_SIZE(words) == SEGMENT_NAMES, "every segment name has a word");

const char *segment_name_word(enum segment_name name)
{
	return words[name];
}

bool segment_name_parse(const char *word, size_t len, enum segment_name *name)
{
	for (enum segment_name i = 0; i < SEGMENT_NAMES; i++) {
		if (strlen(words[i]) == len && !memcmp(word, words[i], len)) {
			*name = i;
			return true;
		}
	}
	return false;
}

enum segment_name segment_facts_name(const struct segment_facts *facts)
{
	for (enum segment_name i = 0; i < SEG_ANY; i++) {
		if (facts->names & 1 << i)
			return i;
	}
	return SEG_ANY;
}

uint32_t segment_facts_len(const struct segment_facts *facts)
{
	return facts->payload_len + !!(facts->flags & TCP_SYN) + !!(facts->flags & TCP_FIN);
}

/* Append a word to a title. */
static void add(char buf[SEGMENT_TITLE], const char *word)
{
	size_t len = strlen(buf);

	snprintf(buf + len, SEGMENT_TITLE - len, "%s%s", len ? ", " : "", word);
}

const char *segment_facts_title(const struct segment_facts *facts, char buf[SEGMENT_TITLE])
{
	uint8_t flags = facts->flags;

	buf[0] = '\0';
	if (flags & TCP_SYN)
		add(buf, flags & TCP_ACK ? "SYN-ACK" : "SYN");
	if (facts->payload_len) {
		char data[24];

		snprintf(data, sizeof(data), "data %" PRIu32 " B", facts->payload_len);
		add(buf, data);
	}
	if (flags & TCP_FIN)
		add(buf, "FIN");
	if (flags & TCP_RST)
		add(buf, "RST");
	if (flags & TCP_URG)
		add(buf, "URG");
	if (flags & TCP_ACK && !(flags & TCP_SYN) && !facts->payload_len)
		add(buf, "ACK");
	if (!buf[0])
		add(buf, "no flags");
	return buf;
}
