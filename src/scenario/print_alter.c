/* SPDX-License-Identifier: MIT */
/* The arguments of verbs that change a segment's bytes or put further packets on the wire. */
#include <inttypes.h>

#include "base/util.h"
#include "scenario/print.h"
#include "tcp/flags.h"

static void print_bytes(const struct bytes *bytes, FILE *out)
{
	fputc(' ', out);
	if (!bytes->hex) {
		string_print((const char *)bytes->data, out);
		return;
	}
	fputs("hex \"", out);
	for (size_t i = 0; i < bytes->len; i++)
		fprintf(out, "%02x", bytes->data[i]);
	fputc('"', out);
}

static void print_flags(const struct settings *set, FILE *out)
{
	static const char *const signs[] = {
		[FLAGS_EXACTLY] = "", [FLAGS_MORE] = "+", [FLAGS_LESS] = "-"};
	const char *before = signs[set->flags];

	fputc(' ', out);
	for (unsigned int bit = 0; bit < TCP_FLAGS; bit++) {
		if (!(set->value[HEADER_FLAGS] & 1 << bit))
			continue;
		fprintf(out, "%s%s", before, tcp_flag_word(bit));
		before = ",";
	}
}

static void print_field(const struct settings *set, enum header_field field, FILE *out)
{
	int64_t value = set->value[field];

	fprintf(out, " %s", header_field_word(field));
	switch (field) {
	case HEADER_FLAGS:
		print_flags(set, out);
		break;
	case HEADER_SEQ:
	case HEADER_ACK:
		fprintf(out, " %+" PRId64, value);
		break;
	case HEADER_WINDOW:
	case HEADER_URGENT:
	case HEADER_TTL:
	case HEADER_DSCP:
		fprintf(out, " %" PRId64, value);
		break;
	case HEADER_ECN:
		fprintf(out, " %s", ecn_word((unsigned int)value));
		break;
	}
}

static void print_set(const struct fault *fault, FILE *out)
{
	const char *and = "";

	for (enum header_field field = 0; field < HEADER_FIELDS; field++) {
		if (!(fault->set.given & 1U << field))
			continue;
		fputs(and, out);
		print_field(&fault->set, field, out);
		and = " and";
	}
	if (fault->set.keep_checksum)
		fputs(" keep checksum", out);
}

static void print_blocks(const struct option_change *option, FILE *out)
{
	for (size_t i = 0; i < option->n; i += 2)
		fprintf(out, "%s %" PRId64 " to %" PRId64, i ? " and" : "", option->number[i],
			option->number[i + 1]);
}

static void print_option(const struct fault *fault, FILE *out)
{
	const struct option_change *option = &fault->option;

	if (option->by_number)
		fprintf(out, " %u", option->kind);
	else
		fprintf(out, " %s", option_name(option->kind));
	switch (option->form) {
	case OPTION_STRIP:
		fputs(" strip", out);
		break;
	case OPTION_ADD:
		fputs(" add", out);
		break;
	case OPTION_NUMBER:
	case OPTION_TIMESTAMPS:
		for (size_t i = 0; i < option->n; i++)
			fprintf(out, option->relative[i] ? " %+" PRId64 : " %" PRId64,
				option->number[i]);
		break;
	case OPTION_BLOCKS:
		print_blocks(option, out);
		break;
	case OPTION_BYTES:
		print_bytes(&option->bytes, out);
		break;
	}
}

static void print_payload(const struct fault *fault, FILE *out)
{
	fputs(" replace", out);
	print_bytes(&fault->payload, out);
}

static void print_corrupt(const struct fault *fault, FILE *out)
{
	fprintf(out, " %s", corrupted_word(fault->corrupt.part));
	if (fault->corrupt.bits > 1)
		fprintf(out, " %" PRIu32, fault->corrupt.bits);
}

static void print_truncate(const struct fault *fault, FILE *out)
{
	fprintf(out, " %" PRIu32, fault->truncate);
}

static void print_duplicate(const struct fault *fault, FILE *out)
{
	fprintf(out, " %" PRIu32, fault->duplicate.copies);
	if (fault->duplicate.after)
		print_time(" after ", fault->duplicate.after, out);
}

static void print_parts(const struct forgery *forge, FILE *out)
{
	if (forge->place == SEQ_IN_WINDOW)
		fputs(" seq in-window", out);
	else if (forge->place == SEQ_OUT_OF_WINDOW)
		fputs(" seq out-of-window", out);
	else if (forge->seq)
		fprintf(out, " seq %+" PRId64, forge->seq);
	if (forge->ack_given && forge->ack)
		fprintf(out, " ack %+" PRId64, forge->ack);
	else if (forge->ack_given)
		fputs(" ack exact", out);
	if (forge->payload.len) {
		fputs(" payload", out);
		print_bytes(&forge->payload, out);
	}
}

static void print_inject(const struct fault *fault, FILE *out)
{
	fprintf(out, " %s toward %s", segment_name_word(fault->forge.name),
		end_name(fault->forge.toward));
	print_parts(&fault->forge, out);
	fputs(" on", out);
}

static void print_reply(const struct fault *fault, FILE *out)
{
	fprintf(out, " %s", segment_name_word(fault->forge.name));
	print_parts(&fault->forge, out);
	fputs(" to", out);
}

static void print_reject(const struct fault *fault, FILE *out)
{
	fprintf(out, " %s", icmp_kind_word(fault->reject.kind));
	if (fault->reject.kind == ICMP_KIND_TOO_BIG)
		fprintf(out, " %" PRIu32, fault->reject.mtu);
}

void (*const print_arguments[VERBS])(const struct fault *fault, FILE *out) = {
	[VERB_DELAY] = print_delay,	    [VERB_REORDER] = print_reorder,
	[VERB_RATE] = print_rate,	    [VERB_PARTITION] = print_partition,
	[VERB_FORGET] = print_forget,	    [VERB_SET] = print_set,
	[VERB_OPTION] = print_option,	    [VERB_PAYLOAD] = print_payload,
	[VERB_CORRUPT] = print_corrupt,	    [VERB_TRUNCATE] = print_truncate,
	[VERB_DUPLICATE] = print_duplicate, [VERB_INJECT] = print_inject,
	[VERB_REPLY] = print_reply,	    [VERB_REJECT] = print_reject,
};
