/* SPDX-License-Identifier: MIT */
/* What verbs do that change a segment's bytes, or put a forged one on the wire. */
#include <inttypes.h>

#include "base/translate.h"
#include "explain/nouns.h"
#include "explain/say.h"
#include "scenario/fault.h"

static void say_flags(struct sentences *s, enum flags_change change, const char *flags)
{
	switch (change) {
	case FLAGS_EXACTLY:
		sentence(s, _("Its flags become just these: %s."), flags);
		break;
	case FLAGS_MORE:
		sentence(s, _("It gets these flags in addition: %s."), flags);
		break;
	case FLAGS_LESS:
		sentence(s, _("It loses these flags: %s."), flags);
		break;
	}
}

static void say_header_field(struct sentences *s, const struct settings *set,
			     enum header_field field)
{
	int64_t value = set->value[field];

	switch (field) {
	case HEADER_FLAGS:
		say_flags(s, set->flags, noun_flags(s, (uint8_t)value));
		break;
	case HEADER_SEQ:
		sentence(s, _("Its sequence number is changed by %+" PRId64 "."), value);
		break;
	case HEADER_ACK:
		sentence(s, _("Its acknowledgment number is changed by %+" PRId64 "."), value);
		break;
	case HEADER_WINDOW:
		sentence(s, _("Its window becomes %" PRId64 " (not scaled)."), value);
		break;
	case HEADER_URGENT:
		sentence(s, _("Its urgent pointer becomes %" PRId64 "."), value);
		break;
	case HEADER_TTL:
		sentence(s, _("Its time to live becomes %" PRId64 "."), value);
		break;
	case HEADER_DSCP:
		sentence(s, _("Its DSCP becomes %" PRId64 "."), value);
		break;
	case HEADER_ECN:
		sentence(s, _("Its ECN bits in the IP header become \"%s\"."),
			 ecn_word((unsigned int)value));
		break;
	}
}

void say_set(struct sentences *s, const struct settings *set, const char *which)
{
	sentence(s, _("The wire changes the headers of %s."), which);
	for (enum header_field field = 0; field < HEADER_FIELDS; field++)
		if (set->given & 1U << field)
			say_header_field(s, set, field);
	if (set->keep_checksum)
		sentence(s, _("The checksum of TCP stays as it was: the receiver can tell, and "
			      "drops the segment."));
	else
		sentence(s, _("The checksums are made right again: the receiver cannot tell."));
}

static const char *blocks(struct sentences *s, const struct option_change *option)
{
	const char *list = NULL;

	for (size_t i = 0; i + 1 < option->n; i += 2) {
		const char *block = part(s, _("%" PRId64 " to %" PRId64), option->number[i],
					 option->number[i + 1]);

		list = list ? part(s, C_("list", "%s, %s"), list, block) : block;
	}
	return list;
}

static const char *number(struct sentences *s, const struct option_change *option, size_t i)
{
	return option->relative[i] ? part(s, _("its own %+" PRId64), option->number[i])
				   : part(s, "%" PRId64, option->number[i]);
}

void say_option(struct sentences *s, const struct option_change *option, const char *which)
{
	const char *name = noun_option(s, option->kind);

	switch (option->form) {
	case OPTION_STRIP:
		sentence(s, _("The wire takes the TCP option %s out of %s."), name, which);
		break;
	case OPTION_ADD:
		sentence(s, _("The wire writes the TCP option %s, without a value, into %s."), name,
			 which);
		break;
	case OPTION_NUMBER:
		sentence(s, _("The wire writes the TCP option %s with the value %s into %s."), name,
			 number(s, option, 0), which);
		break;
	case OPTION_TIMESTAMPS:
		sentence(s, _("The wire changes the TCP option %s of %s."), name, which);
		sentence(s, _("Its value becomes %s."), number(s, option, 0));
		if (option->n > 1)
			sentence(s, _("Its echo becomes %s."), number(s, option, 1));
		break;
	case OPTION_BLOCKS:
		sentence(s, _("The wire writes the TCP option %s with these blocks into %s: %s."),
			 name, which, blocks(s, option));
		break;
	case OPTION_BYTES:
		sentence(s, _("The wire writes the TCP option %s with the bytes %s into %s."), name,
			 noun_bytes(s, option->bytes.data, option->bytes.len, option->bytes.hex),
			 which);
		break;
	}
}

static void say_place(struct sentences *s, const struct forgery *forge)
{
	switch (forge->place) {
	case SEQ_OFFSET:
		if (forge->seq)
			sentence(s,
				 _("The sequence number of the forged one is that which its "
				   "receiver expects next, and %+" PRId64 "."),
				 forge->seq);
		else
			sentence(s, _("The sequence number of the forged one is just that which "
				      "its receiver expects next."));
		break;
	case SEQ_IN_WINDOW:
		sentence(s, _("The sequence number of the forged one is in the middle of its "
			      "receiver's window."));
		break;
	case SEQ_OUT_OF_WINDOW:
		sentence(s, _("The sequence number of the forged one is behind the end of its "
			      "receiver's window."));
		break;
	}
}

void say_forgery(struct sentences *s, const struct forgery *forge)
{
	say_place(s, forge);
	if (forge->ack_given && forge->ack)
		sentence(s,
			 _("It acknowledges what the end in whose name it comes has received, "
			   "and %+" PRId64 "."),
			 forge->ack);
	if (forge->payload.len)
		sentence(
			s, _("It carries %s."),
			noun_bytes(s, forge->payload.data, forge->payload.len, forge->payload.hex));
}
