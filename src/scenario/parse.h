/* SPDX-License-Identifier: MIT */
/*
 * The parser: recursive descent, one function per construct. Private to src/scenario/.
 *
 * A parse function begins at parser.at, moves it on, and returns false after it has reported an
 * error; whoever loops over statements then skips to the end of the statement and goes on. What
 * can be told from a statement alone is checked here, where its words have places; what takes two
 * statements is left to check.c.
 */
#ifndef SCENARIO_PARSE_H
#define SCENARIO_PARSE_H

#include "scenario/lex.h"
#include "scenario/scenario.h"

/* Names are shown in ladders. */
#define FAULT_NAME_MAX 40

/* A fault that an expectation names; the fault may come later in the file. */
struct fault_reference {
	size_t expectation;
	struct srcloc name;
};

/* A mark that an expectation names; its step may come later in the file. */
struct moment_reference {
	size_t expectation;
	struct srcloc name;
};

/* What the parser knows beyond the scenario, for check.c. */
struct parse_notes {
	bool script_broken[ENDS]; /* it has errors: steps may be missing */
	bool block_broken;	  /* a block could not be told, or was given twice */
	struct fault_reference *references;
	size_t n_references;
	struct moment_reference *moments;
	size_t n_moments;
};

struct parser {
	struct scenario *sc;
	struct diags *diags;
	const struct token *at; /* the next token */
	struct parse_notes *notes;
	size_t where;	      /* the condition that encloses it, 0 if none does */
	unsigned int repeats; /* that enclose it */
};

/* parse_scenario() - Parse the tokens of sc->source into @sc. */
void parse_scenario(struct scenario *sc, const struct tokens *tokens, struct diags *diags,
		    struct parse_notes *notes);

/* ---- tokens (parse.c) ---------------------------------------------------------------------- */

/* The text of a token; not ended by NUL. */
const char *token_text(const struct parser *p, const struct token *token);

/* Whether a token is this word. */
bool token_is(const struct parser *p, const struct token *token, const char *word);

/* The place from one token to the one before the parser's next, both included. */
struct srcloc span_from(const struct parser *p, const struct token *first);

/* take_kind(), take_word() - Pass over the next token if it is such. Return: whether it was */
bool take_kind(struct parser *p, enum token_kind kind);
bool take_word(struct parser *p, const char *word);

/* need_word() - Like take_word(), but anything else is an error. */
bool need_word(struct parser *p, const char *word);

/* unexpected() - Report that the next token is not what is @expected here. Return: false */
bool unexpected(struct parser *p, const char *expected);

/**
 * unknown_word() - Report that the next token is none of a list of words
 * @kind:	What the words are, in the singular; the plural has an s
 * @words:	The list; NULL entries are skipped
 *
 * Return: false
 */
bool unknown_word(struct parser *p, const char *kind, const char *const *words, size_t n);

/* ---- statements (parse.c) ------------------------------------------------------------------ */

/* at_statement_end() - Whether the next token belongs to the statement no more. */
bool at_statement_end(const struct parser *p);

/* Parses one statement of a block, without the end of its line. */
typedef bool statement_fn(struct parser *p, void *arg);

/**
 * parse_block() - Parse a block from its opening brace to its closing one
 * @statement:	Parses one of its statements
 * @arg:	Passed to it
 *
 * Goes on after errors. Only a missing opening brace makes it return early.
 */
void parse_block(struct parser *p, statement_fn *statement, void *arg);

/* The blocks' statements: header, steps (arg: enum end), rules (arg: struct fault), expectations. */
statement_fn parse_header_statement;
statement_fn parse_step;
statement_fn parse_rule;
statement_fn parse_expectation;

/* What the header says to people (parse_note.c). @word is the statement's first. */
bool parse_title(struct parser *p, const struct token *word);
bool parse_see(struct parser *p, const struct token *word);
bool parse_about(struct parser *p, const struct token *word);

/* parse_conditions() - What narrows a rule's match down, in any order (parse_match.c). */
bool parse_conditions(struct parser *p, struct match *match);

/* parse_state_condition() - "END STATE" behind a "while" or "until" (parse_match.c). */
bool parse_state_condition(struct parser *p, struct state_condition *condition);

/* What a verb about time has before its segment (parse_fault_time.c). */
bool parse_delay(struct parser *p, struct fault *fault);
bool parse_hold(struct parser *p, struct fault *fault);
bool parse_reorder(struct parser *p, struct fault *fault);
bool parse_rate(struct parser *p, struct fault *fault);
bool parse_partition(struct parser *p, struct fault *fault);
bool parse_forget(struct parser *p, struct fault *fault);

/* parse_release() - What ends a hold, behind its "until". */
bool parse_release(struct parser *p, struct match *match);

/* parse_held() - Report a hold that nothing ends. @verb is the place. Return: whether all is well */
bool parse_held(struct parser *p, const struct token *verb, const struct match *match);

/* ---- values (parse_value.c) ---------------------------------------------------------------- */

/* The longest time that can be written; the shortest is the caller's to say. */
#define TIME_MAX_NS (1000 * 3600 * NSEC_PER_SEC)

/* The largest number that counts segments. */
#define COUNT_MAX 1000000

/* A time of at least @min; @what is the subject of "must be". */
bool parse_time(struct parser *p, const char *what, nsec_t min, nsec_t *time);

/* A number without a unit from @min to @max; @what is the subject of "must be". */
bool parse_number(struct parser *p, const char *what, uint64_t min, uint64_t max, uint64_t *number);

/* A duration that is expected; @what is the subject of "must be". */
bool parse_expected_time(struct parser *p, const char *what, struct expected_time *t);

/* … and what of it follows the comparison, which is in @t. */
bool parse_limited_time(struct parser *p, const char *what, struct expected_time *t);

/* "+- …", if it is there. */
bool parse_tolerance(struct parser *p, struct expected_time *t);

/* One value each, as tcplab-scenario(5) has it. */
bool parse_comparison(struct parser *p, enum comparison *cmp);
bool parse_probability(struct parser *p, uint32_t *probability);
bool parse_version(struct parser *p, unsigned int *major, unsigned int *minor);
bool parse_string(struct parser *p, const char *what, char **text);
bool parse_end(struct parser *p, enum end *end);
bool parse_segment_name(struct parser *p, enum segment_name *name);

/*
 * The state of a connection, so any state but LISTEN. @other, unless NULL, is a word that the
 * caller would have taken instead.
 */
bool parse_state(struct parser *p, const char *other, enum tcp_state *state);

/* parse_limit() - CMP N, N at most @max. What holds for no number is an error. */
bool parse_limit(struct parser *p, const char *what, uint32_t max, enum comparison *cmp,
		 uint32_t *n);

/*
 * parse_hex() - Turn a text of pairs of hexadecimal digits, with blanks between pairs or none, into
 *		 bytes in its place (parse_packet.c)
 */
bool parse_hex(uint8_t *text, size_t *len);

/* Add flags to a set, as many as come, with commas or blanks between them (parse_packet.c). */
void take_flag_words(struct parser *p, uint8_t *flags);

/* parse_flag_words() - Likewise, but at least one must come. */
bool parse_flag_words(struct parser *p, uint8_t *flags);

/* Enough for time_text(). */
#define TIME_TEXT 32

/* time_text() - A time as the language writes it: "7s", "1500ms". */
const char *time_text(char buf[TIME_TEXT], nsec_t time);

/* A sysctl's name (parse_header.c). */
bool parse_sysctl_name(struct parser *p, char **name);

/* ---- calls (words.c) ----------------------------------------------------------------- */

/* Whether a step is a system call on a socket. */
bool step_is_call(enum step_kind kind);

/* Find a step's kind by its word. */
bool step_kind_parse(const char *word, size_t len, enum step_kind *kind);

#endif
