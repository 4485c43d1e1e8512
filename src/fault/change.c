/* SPDX-License-Identifier: MIT */
#include "fault/change.h"

#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "fault/draw.h"
#include "tcp/bytes.h"

/* What there is to know about the segment beside its bytes. */
struct context {
	const struct flow *flow;
	enum end from;
	uint64_t draw;
};

static enum obstacle obstacle_of(int err)
{
	if (!err)
		return OBSTACLE_NONE;
	return err == -ENOSPC ? OBSTACLE_OPTIONS : OBSTACLE_SIZE;
}

/* ---- set ----------------------------------------------------------------------------------- */

static uint32_t set_flags(const struct settings *set, uint32_t flags)
{
	uint32_t value = (uint32_t)set->value[HEADER_FLAGS];

	switch (set->flags) {
	case FLAGS_EXACTLY:
		return value;
	case FLAGS_MORE:
		return flags | value;
	case FLAGS_LESS:
		return flags & ~value;
	}
	return flags;
}

static enum obstacle change_set(const struct fault *fault, const struct context *c, struct draft *d)
{
	const struct settings *set = &fault->set;

	(void)c;
	for (enum header_field field = 0; field < HEADER_FIELDS; field++) {
		uint32_t value = (uint32_t)set->value[field];

		if (!(set->given & 1U << field))
			continue;
		if (field == HEADER_FLAGS)
			value = set_flags(set, draft_get(d, field));
		else if (field == HEADER_SEQ || field == HEADER_ACK)
			value += draft_get(d, field);
		draft_put(d, field, value);
	}
	d->fixed_checksum = set->keep_checksum;
	return OBSTACLE_NONE;
}

/* ---- option -------------------------------------------------------------------------------- */

static size_t number_data(const struct option_change *option, uint8_t *data)
{
	if (option->kind == TCP_OPTION_WSCALE) {
		data[0] = (uint8_t)option->number[0];
		return 1;
	}
	put16(data, (uint16_t)option->number[0]);
	return 2;
}

/* SACK blocks are about the other end's data. */
static size_t blocks_data(const struct option_change *option, const struct context *c,
			  uint8_t *data)
{
	const struct flow_side *side = &c->flow->side[other_end(c->from)];

	for (size_t i = 0; i < option->n; i++)
		put32(data + 4 * i,
		      (uint32_t)option->number[i] + (side->iss_known ? side->iss : 0));
	return 4 * option->n;
}

/* Value and echo: what is not given stays as it is, 0 where the option was not there. */
static size_t timestamps_data(const struct option_change *option, const struct draft *d,
			      uint8_t *data)
{
	const uint8_t *old = draft_option(d, TCP_OPTION_TIMESTAMPS);

	memset(data, 0, 8);
	if (old && old[1] == 10)
		memcpy(data, old + 2, 8);
	for (size_t i = 0; i < option->n; i++) {
		uint32_t base = option->relative[i] ? get32(data + 4 * i) : 0;

		put32(data + 4 * i, base + (uint32_t)option->number[i]);
	}
	return 8;
}

static enum obstacle change_option(const struct fault *fault, const struct context *c,
				   struct draft *d)
{
	const struct option_change *option = &fault->option;
	uint8_t made[OPTION_DATA_MAX];
	const uint8_t *data = made;
	size_t len = 0;

	switch (option->form) {
	case OPTION_STRIP:
		draft_strip_option(d, option->kind);
		return OBSTACLE_NONE;
	case OPTION_ADD:
		break;
	case OPTION_NUMBER:
		len = number_data(option, made);
		break;
	case OPTION_BLOCKS:
		len = blocks_data(option, c, made);
		break;
	case OPTION_TIMESTAMPS:
		len = timestamps_data(option, d, made);
		break;
	case OPTION_BYTES:
		data = option->bytes.data;
		len = option->bytes.len;
		break;
	}
	return obstacle_of(draft_put_option(d, option->kind, data, len));
}

/* ---- payload, truncate --------------------------------------------------------------------- */

static enum obstacle change_payload(const struct fault *fault, const struct context *c,
				    struct draft *d)
{
	(void)c;
	return obstacle_of(draft_put_payload(d, fault->payload.data, fault->payload.len));
}

/* The FIN stands behind the last byte: it goes with what is cut off. */
static enum obstacle change_truncate(const struct fault *fault, const struct context *c,
				     struct draft *d)
{
	size_t len;
	const uint8_t *payload = draft_payload(d, &len);

	(void)c;
	if (len <= fault->truncate)
		return OBSTACLE_NONE;
	draft_put(d, HEADER_FLAGS, draft_get(d, HEADER_FLAGS) & ~TCP_FIN);
	return obstacle_of(draft_put_payload(d, payload, fault->truncate));
}

/* ---- corrupt ------------------------------------------------------------------------------- */

/* Bytes of the TCP header that are left alone: ports, length, checksum. */
#define PORTS_END  4
#define LENGTH_AT  12
#define SUM_AT	   16
#define SUM_END	   18
#define LEFT_ALONE (PORTS_END + 1 + SUM_END - SUM_AT)

/* The @i-th byte of the header that may be corrupted. */
static size_t header_byte(size_t i)
{
	i += PORTS_END;
	i += i >= LENGTH_AT;
	return i + (i >= SUM_AT ? SUM_END - SUM_AT : 0);
}

struct corruptible {
	uint8_t *bytes;
	size_t n;
	bool header;
};

static struct corruptible find_part(enum corrupted part, const struct draft *d)
{
	struct corruptible c = {.bytes = d->packet + d->tcp, .header = part == CORRUPT_HEADER};
	size_t payload_len;
	uint8_t *payload = draft_payload(d, &payload_len);

	switch (part) {
	case CORRUPT_CHECKSUM:
		c.bytes += SUM_AT;
		c.n = SUM_END - SUM_AT;
		break;
	case CORRUPT_PAYLOAD:
		c.bytes = payload;
		c.n = payload_len;
		break;
	case CORRUPT_HEADER:
		c.n = (size_t)(payload - c.bytes) - LEFT_ALONE;
		break;
	}
	return c;
}

/* Flip bits that are chosen by @draw, each but once. */
static void flip(const struct corruptible *c, size_t bits, uint64_t draw)
{
	size_t flipped[CORRUPT_BITS_MAX], n = 0;

	while (n < MIN(bits, 8 * c->n)) {
		size_t bit, i = 0;

		draw = draw_mix(draw);
		bit = draw % (8 * c->n);
		while (i < n && flipped[i] != bit)
			i++;
		if (i < n)
			continue;
		flipped[n++] = bit;
		c->bytes[c->header ? header_byte(bit / 8) : bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

static enum obstacle change_corrupt(const struct fault *fault, const struct context *c,
				    struct draft *d)
{
	const struct corruptible part = find_part(fault->corrupt.part, d);

	if (!part.n)
		return OBSTACLE_NO_PAYLOAD;
	flip(&part, fault->corrupt.bits, c->draw);
	d->fixed_checksum = true;
	return OBSTACLE_NONE;
}

static enum obstacle (*const changes[VERBS])(const struct fault *fault, const struct context *c,
					     struct draft *d) = {
	[VERB_SET] = change_set,	   [VERB_OPTION] = change_option,
	[VERB_PAYLOAD] = change_payload,   [VERB_CORRUPT] = change_corrupt,
	[VERB_TRUNCATE] = change_truncate,
};

bool fault_changes(const struct fault *fault)
{
	return changes[fault->verb];
}

enum obstacle fault_change(const struct fault *fault, const struct flow *flow, enum end from,
			   uint64_t draw, struct draft *d)
{
	const struct context c = {flow, from, draw};

	return changes[fault->verb](fault, &c, d);
}
