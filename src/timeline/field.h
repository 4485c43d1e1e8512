/* SPDX-License-Identifier: MIT */
/*
 * Fields: how a member of a JSON object is called, spelt, and where its value sits in memory.
 * Writing and reading go by the same table, so that they cannot drift apart.
 *
 * Every value that is read is checked for type and range; members that no table names are skipped.
 */
#ifndef TIMELINE_FIELD_H
#define TIMELINE_FIELD_H

#include <jansson.h>

#include "scenario/scenario.h"

/* Few types need all that they are given. */
#define UNUSED __attribute__((unused))

struct field;

/* One way to spell values. */
struct field_type {
	const char *wants; /* completes "must be …"; NULL for numbers, whose range is said */
	json_t *(*write)(const struct field *f, const void *at, const struct scenario *sc);
	bool (*read)(const struct field *f, const json_t *json, void *at,
		     const struct scenario *sc);
	const char *(*word)(unsigned int value); /* enums only: their words … */
	unsigned int words;			 /* … and how many there are */
};

struct field {
	const char *name;
	const struct field_type *type;
	size_t offset;			     /* in the struct that the table describes */
	size_t size;			     /* of the C member: numbers take their range from it */
	bool (*present)(const void *object); /* NULL: always; may look at earlier fields */
	bool optional;			     /* when it is not there, it is 0 */
	bool if_true;			     /* a bool that is left out where it is false */
};

#define FIELD(object, member, json_name, field_type)                                            \
	{                                                                                       \
		.name = (json_name), .type = &(field_type), .offset = offsetof(object, member), \
		.size = sizeof(((object *)0)->member)                                           \
	}

/* A field that is only there when @when(object) holds. */
#define FIELD_IF(object, member, json_name, field_type, when)                                   \
	{                                                                                       \
		.name = (json_name), .type = &(field_type), .offset = offsetof(object, member), \
		.size = sizeof(((object *)0)->member), .present = (when)                        \
	}

/* A field that is left out when @when(object) does not hold, and 0 when left out. */
#define FIELD_OPTIONAL(object, member, json_name, field_type, when)                             \
	{                                                                                       \
		.name = (json_name), .type = &(field_type), .offset = offsetof(object, member), \
		.size = sizeof(((object *)0)->member), .present = (when), .optional = true      \
	}

/* A bool that is there only when it is true. */
#define FIELD_IF_TRUE(object, member, json_name)                                              \
	{                                                                                     \
		.name = (json_name), .type = &field_bool, .offset = offsetof(object, member), \
		.size = sizeof(((object *)0)->member), .optional = true, .if_true = true      \
	}

/*
 * Unsigned numbers and times beyond this (36 years in nanoseconds) are refused, so that sums and
 * differences of a few of them cannot overflow.
 */
#define FIELD_NUMBER_MAX (INT64_C(1) << 60)

extern const struct field_type field_number; /* unsigned, of any size; durations, too */
extern const struct field_type field_signed; /* int64_t, any */
extern const struct field_type field_time;   /* struct monotime */
extern const struct field_type field_bool;
extern const struct field_type field_delay;	    /* nsec_t: null for HOLD_AWAITS */
extern const struct field_type field_text;	    /* char *, never NULL after reading */
extern const struct field_type field_seed;	    /* uint64_t as decimal text */
extern const struct field_type field_cookie;	    /* uint64_t as hexadecimal text */
extern const struct field_type field_flags;	    /* uint8_t, set of enum tcp_flag: "SYN,ACK" */
extern const struct field_type field_names;	    /* uint16_t, set of segment names: an array */
extern const struct field_type field_options;	    /* set of kinds of options: an array */
extern const struct field_type field_sockets;	    /* a number by state: an object */
extern const struct field_type field_info;	    /* struct info_facts: an object */
extern const struct field_type field_counter;	    /* index of a counter, by its name */
extern const struct field_type field_mark;	    /* index of a moment, by its mark's name */
extern const struct field_type field_mark_or_end;   /* … or null for MOMENT_END */
extern const struct field_type field_errno;	    /* int: null for 0, else name (or number) */
extern const struct field_type field_fault;	    /* index of a fault, by its name */
extern const struct field_type field_fault_or_none; /* … or null for NO_FAULT */

/* Enums, by their words. */
extern const struct field_type field_end;
extern const struct field_type field_state;
extern const struct field_type field_timer;
extern const struct field_type field_look;
extern const struct field_type field_step;
extern const struct field_type field_decision; /* accept, drop, hold */
extern const struct field_type field_verdict;  /* accept, drop: what the kernel can be told */
extern const struct field_type field_condition;
extern const struct field_type field_loss;
extern const struct field_type field_origin;
extern const struct field_type field_obstacle;
extern const struct field_type field_icmp;
extern const struct field_type field_end_reason;
extern const struct field_type field_cause;

/* text_json() - A JSON string; bytes of text that is no UTF-8 become '?'. */
json_t *text_json(const char *text);

/**
 * fields_write() - Add the fields of a struct to a JSON object
 * @json:	The object
 * @fields:	The table
 * @n:		Its length
 * @object:	The struct
 * @sc:		The scenario, for the names of faults
 */
void fields_write(json_t *json, const struct field *fields, size_t n, const void *object,
		  const struct scenario *sc);

/**
 * fields_read() - Fill in a struct from a JSON object
 *
 * Parameters as above; @object is zeroed by the caller.
 *
 * Return: NULL, or the first field that is missing or wrong
 */
const struct field *fields_read(const json_t *json, const struct field *fields, size_t n,
				void *object, const struct scenario *sc);

/* field_wants() - What a field must be, for an error message. The caller frees the string. */
char *field_wants(const struct field *f);

#endif
