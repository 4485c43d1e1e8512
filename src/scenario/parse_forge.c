/* SPDX-License-Identifier: MIT */
/* The arguments of verbs that put further packets on the wire: duplicate, inject, reply, reject. */
#include "scenario/parse_verb.h"

#include "base/util.h"

#define COPIES_MAX 100

/* The smallest IPv4 MTU (RFC 791); whoever hears of less than its own minimum keeps to that. */
#define MTU_MIN 68

bool parse_duplicate(struct parser *p, struct fault *fault)
{
	uint64_t copies;

	if (!parse_number(p, "'duplicate'", 1, COPIES_MAX, &copies))
		return false;
	fault->duplicate.copies = (uint32_t)copies;
	return !take_word(p, "after") ||
	       parse_time(p, "a delay", NSEC_PER_USEC, &fault->duplicate.after);
}

/* ---- forged segments ----------------------------------------------------------------------- */

static bool parse_forged_name(struct parser *p, enum segment_name *name)
{
	static const enum segment_name names[] = {SEG_SYN,  SEG_SYN_ACK, SEG_ACK,
						  SEG_DATA, SEG_FIN,	 SEG_RST};
	const char *words[ARRAY_SIZE(names)];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		words[i] = segment_name_word(names[i]);
		if (take_word(p, words[i])) {
			*name = names[i];
			return true;
		}
	}
	return unknown_word(p, "forged segment", words, ARRAY_SIZE(names));
}

static bool parse_seq(struct parser *p, struct forgery *forge)
{
	if (take_word(p, "in-window"))
		forge->place = SEQ_IN_WINDOW;
	else if (take_word(p, "out-of-window"))
		forge->place = SEQ_OUT_OF_WINDOW;
	else if (at_offset(p))
		return parse_offset(p, &forge->seq);
	else if (!take_word(p, "exact"))
		return unexpected(p, "exact, in-window, out-of-window or an offset such as +1");
	return true;
}

static bool parse_ack(struct parser *p, struct forgery *forge)
{
	forge->ack_given = true;
	if (at_offset(p))
		return parse_offset(p, &forge->ack);
	return take_word(p, "exact") || unexpected(p, "exact or an offset such as +1");
}

static bool parse_forged_payload(struct parser *p, struct forgery *forge)
{
	return parse_bytes(p, "a payload", PAYLOAD_MAX, &forge->payload);
}

static const struct {
	const char *word;
	bool (*parse)(struct parser *p, struct forgery *forge);
} parts[] = {{"seq", parse_seq}, {"ack", parse_ack}, {"payload", parse_forged_payload}};

/* Parts of a forged segment, each at most once, up to the word before what it answers. */
static bool parse_parts(struct parser *p, struct forgery *forge, const char *end)
{
	const char *words[ARRAY_SIZE(parts) + 1] = {[ARRAY_SIZE(parts)] = end};
	bool taken[ARRAY_SIZE(parts)] = {0};

	while (!take_word(p, end)) {
		size_t i = 0;

		for (; i < ARRAY_SIZE(parts) && !take_word(p, parts[i].word); i++)
			words[i] = parts[i].word;
		if (i == ARRAY_SIZE(parts))
			return unknown_word(p, "word", words, ARRAY_SIZE(words));
		if (taken[i]) {
			diag_error(p->diags, p->at[-1].loc, "'%s' is given already", parts[i].word);
			return false;
		}
		taken[i] = true;
		if (!parts[i].parse(p, forge))
			return false;
	}
	return true;
}

/* What a name promises. */
static bool check_forged(struct parser *p, const struct token *name, const struct forgery *forge)
{
	if (forge->name == SEG_DATA && !forge->payload.len)
		diag_error(p->diags, name->loc, "data needs a payload");
	else if (forge->name == SEG_SYN && forge->ack_given)
		diag_error(p->diags, name->loc, "a syn acknowledges nothing: call it syn-ack");
	else if (forge->name == SEG_ACK && forge->payload.len)
		diag_error(p->diags, name->loc, "an ack has no payload: call it data");
	else
		return true;
	return false;
}

bool parse_inject(struct parser *p, struct fault *fault)
{
	const struct token *name = p->at;

	return parse_forged_name(p, &fault->forge.name) && need_word(p, "toward") &&
	       parse_end(p, &fault->forge.toward) && parse_parts(p, &fault->forge, "on") &&
	       check_forged(p, name, &fault->forge);
}

bool parse_reply(struct parser *p, struct fault *fault)
{
	const struct token *name = p->at;

	return parse_forged_name(p, &fault->forge.name) && parse_parts(p, &fault->forge, "to") &&
	       check_forged(p, name, &fault->forge);
}

/* ---- ICMP ---------------------------------------------------------------------------------- */

bool parse_reject(struct parser *p, struct fault *fault)
{
	const char *words[ICMP_KINDS];
	uint64_t mtu;

	for (enum icmp_kind kind = 0; kind < ICMP_KINDS; kind++) {
		words[kind] = icmp_kind_word(kind);
		if (!take_word(p, words[kind]))
			continue;
		fault->reject.kind = kind;
		if (kind != ICMP_KIND_TOO_BIG)
			return true;
		if (!parse_number(p, "an MTU", MTU_MIN, UINT16_MAX, &mtu))
			return false;
		fault->reject.mtu = (uint32_t)mtu;
		return true;
	}
	return unknown_word(p, "reason", words, ICMP_KINDS);
}
