/* SPDX-License-Identifier: MIT */
#include "commands/quiz_ask.h"

#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "explain/reference.h"
#include "quiz/answer.h"
#include "quiz/board.h"
#include "report/canvas.h"
#include "report/layout.h"

/* Columns before whatever is told below a line. */
#define INDENT 7

/* Columns of an answer that no one understands. */
#define SHOWN 40

/* An answer that was wrong. */
struct mistake {
	size_t number;
	const struct quiz_scene *scene;
	const struct quiz_question *question;
	enum tcp_state given;
};

struct asking {
	const struct quiz *quiz;
	struct board *board;
	FILE *in;
	FILE *out;
	struct style style;
	bool echo;
	char *line; /* the latest of the input */
	size_t size;
	size_t number; /* of the question, from 1 */
	size_t right;
	struct mistake *mistakes;
	size_t n_mistakes;
};

/* ---- writing ------------------------------------------------------------------------------- */

/* "client", "server #2" */
static char *who(const struct quiz_question *q)
{
	const char *word = _(end_name(q->end));

	return q->connection > 1 ? xasprintf("%s #%u", word, q->connection) : xasprintf("%s", word);
}

/* ASCII for the few other characters that texts have. */
static const struct {
	const char *glyph;
	const char *ascii;
} plain[] = {{"→", "->"}, {"…", "..."}, {"×", "x"}, {"–", "-"}, {"’", "'"}};

static void put(const struct asking *a, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		size_t i = 0, n = 1;

		while (a->style.ascii && i < ARRAY_SIZE(plain) &&
		       strncmp(text, plain[i].glyph, strlen(plain[i].glyph)) != 0)
			i++;
		if (a->style.ascii && i < ARRAY_SIZE(plain)) {
			fputs(plain[i].ascii, a->out);
			n = strlen(plain[i].glyph);
		} else {
			fputc(*text, a->out);
		}
		text += n;
	}
}

/* A text in lines, each @indent columns from the margin; what stands there in the first is @begun wide. */
static void put_lines(const struct asking *a, int begun, int indent, const char *text)
{
	int width = layout_make(a->style.width).end;

	while (*text) {
		const char *next;
		size_t len = text_line(text, width - MAX(begun, indent), &next);

		fprintf(a->out, "%*s", MAX(indent - begun, 0), "");
		put(a, text, len);
		fputc('\n', a->out);
		text = next;
		begun = 0;
	}
}

/* Takes over @text. */
static void say(const struct asking *a, int indent, char *text)
{
	put_lines(a, 0, indent, text);
	free(text);
}

static void say_state(const struct asking *a, enum tcp_state state)
{
	const struct reference_state *ref = reference_state(state);

	/* TRANSLATORS: a state or segment, a sentence about it, and where it is defined */
	say(a, INDENT,
	    xasprintf(_("%s: %s (%s)"), tcp_state_name(state), _(ref->meaning), _(ref->see)));
}

/* ---- help ---------------------------------------------------------------------------------- */

static void help(const struct asking *a, const struct quiz_scene *scene,
		 const struct quiz_question *q)
{
	const struct reference_state *state = reference_state(q->now);
	const struct reference_segment *segment;

	say(a, INDENT,
	    xasprintf("%s", _("Answer with the state that the end takes next: its name, or so much "
			      "of it that no other begins with (est, syn-r), in any case, or its "
			      "number in the list. Enter alone: it stays. q ends the quiz.")));
	say(a, INDENT,
	    xasprintf(_("%s: %s (%s)"), tcp_state_name(q->now), _(state->meaning), _(state->see)));
	say(a, INDENT, xasprintf("%s", _(state->leaves)));
	if (scene->cue != CUE_SEGMENT || scene->row.kind == ROW_ICMP)
		return;
	segment = reference_segment(segment_facts_name(quiz_facts(&scene->row)));
	say(a, INDENT,
	    xasprintf(_("%s: %s (%s)"), _(segment->title), _(segment->meaning), _(segment->see)));
	say(a, INDENT, xasprintf("%s", _(segment->effect)));
}

/* What is shown of an answer that is none: nothing that a terminal would obey. The caller frees it. */
static char *shown(const char *text)
{
	size_t size;
	char *copy;
	FILE *out = xmemstream(&copy, &size);

	for (int room = SHOWN; *text && room > 0;) {
		uint32_t c;
		size_t len = utf8_decode(text, strlen(text), &c);

		if (len && utf8_printable(c)) {
			fwrite(text, 1, len, out);
			room -= (int)utf8_width(c);
		} else {
			fputc('?', out);
			room--;
		}
		text += MAX(len, (size_t)1);
	}
	fclose(out);
	return copy;
}

static void say_ambiguous(const struct asking *a, const char *typed, unsigned int candidates)
{
	size_t size;
	char *names;
	FILE *out = xmemstream(&names, &size);

	for (enum tcp_state s = 0; s < TCP_STATES; s++)
		if (candidates & 1U << s)
			fprintf(out, "%s%s", ftell(out) ? ", " : "", tcp_state_name(s));
	fclose(out);
	say(a, INDENT, xasprintf(_("'%s' could be any of these: %s"), typed, names));
	free(names);
}

/* An answer that is none costs nothing. */
static void complain(const struct asking *a, const struct answer *answer,
		     const struct quiz_question *q)
{
	char *typed = shown(a->line);

	if (answer->kind == ANSWER_AMBIGUOUS)
		say_ambiguous(a, typed, answer->candidates);
	else if (answer->kind == ANSWER_NO_NUMBER)
		say(a, INDENT, xasprintf(_("The list goes from 1 to %zu."), q->n_choices));
	else
		say(a, INDENT,
		    xasprintf(
			    _("'%s' is no state. Enter alone: it stays; ? helps; q ends the quiz."),
			    typed));
	free(typed);
}

/* ---- asking -------------------------------------------------------------------------------- */

static void show_choices(const struct asking *a, const struct quiz_question *q)
{
	size_t size;
	char *text;
	FILE *out = xmemstream(&text, &size);

	for (size_t i = 0; i < q->n_choices; i++)
		fprintf(out, "%s%zu %s", i ? "  " : "", i + 1, tcp_state_name(q->choices[i]));
	fclose(out);
	say(a, INDENT, text);
}

static void prompt(const struct asking *a, const struct quiz_question *q)
{
	char *end = who(q);
	int columns = fprintf(a->out, "%zu/%zu", a->number, a->quiz->n_questions);

	fprintf(a->out, "%*s", MAX(INDENT - columns, 1), "");
	/* TRANSLATORS: which end, and the state that it is in; the answer is typed behind it */
	fprintf(a->out, _("%s, now %s: next state? "), end, tcp_state_name(q->now));
	fflush(a->out);
	free(end);
}

/* Return: false when there is no more input */
static bool read_line(struct asking *a)
{
	ssize_t len = getline(&a->line, &a->size, a->in);

	if (len < 0) {
		fputc('\n', a->out);
		return false;
	}
	a->line[strcspn(a->line, "\r\n")] = '\0';
	if (a->echo) {
		char *typed = shown(a->line);

		fprintf(a->out, "%s\n", typed);
		free(typed);
	}
	return true;
}

/* Return: false when the quiz is to end */
static bool ask(struct asking *a, const struct quiz_scene *scene, const struct quiz_question *q,
		enum tcp_state *given)
{
	struct answer answer = {.kind = ANSWER_HELP};

	a->number++;
	show_choices(a, q);
	while (answer.kind != ANSWER_STATE) {
		prompt(a, q);
		if (!read_line(a))
			return false;
		answer = answer_read(a->line, q);
		if (answer.kind == ANSWER_QUIT)
			return false;
		if (answer.kind == ANSWER_HELP)
			help(a, scene, q);
		else if (answer.kind != ANSWER_STATE)
			complain(a, &answer, q);
	}
	*given = answer.state;
	return true;
}

/* ---- telling ------------------------------------------------------------------------------- */

/* A word that is coloured, and says the same without. Return: the columns that it takes */
static int put_word(const struct asking *a, const char *word, enum paint paint)
{
	fprintf(a->out, "%s%s%s", a->style.colour ? paint_begin(paint) : "", word,
		a->style.colour ? paint_end(paint) : "");
	return text_columns(word);
}

static char *wrong_text(const char *end, const struct quiz_question *q, enum tcp_state given)
{
	if (given == q->now)
		/* TRANSLATORS: which end, and what it does instead */
		return xasprintf(_("%s: it does not stay; %s"), end, q->why);
	/* TRANSLATORS: which end, the state that was the answer, and what it does instead */
	return xasprintf(_("%s: not %s; %s"), end, tcp_state_name(given), q->why);
}

static void tell(struct asking *a, const struct quiz_scene *scene, const struct quiz_question *q,
		 size_t number, enum tcp_state given)
{
	bool right = answer_is_right(given, q);
	char *end = who(q), *text;
	int columns;

	if (right) {
		a->right++;
		columns = put_word(a, _("right"), PAINT_GOOD);
		/* TRANSLATORS: which end, and what it does, and why */
		text = xasprintf(_("%s: %s"), end, q->why);
	} else {
		*ARRAY_ADD(a->mistakes, a->n_mistakes) = (struct mistake){number, scene, q, given};
		/* TRANSLATORS: in brackets, say, where a script has no capitals */
		columns = put_word(a, _("WRONG"), PAINT_DROPPED);
		text = wrong_text(end, q, given);
	}
	put_lines(a, columns, INDENT, text);
	if (!right || q->next != q->now)
		say_state(a, q->next);
	free(text);
	free(end);
}

/* Return: false when the quiz is to end */
static bool play(struct asking *a, const struct quiz_scene *scene)
{
	enum tcp_state given[ENDS];
	size_t first = a->number + 1, answered = 0;

	fputc('\n', a->out);
	board_draw(a->board, scene, a->out);
	fputc('\n', a->out);
	while (answered < scene->n && ask(a, scene, &scene->questions[answered], &given[answered]))
		answered++;
	for (size_t i = 0; i < answered; i++)
		tell(a, scene, &scene->questions[i], first + i, given[i]);
	if (answered == scene->n)
		return true;
	a->number = first + answered - 1;
	return false;
}

/* ---- the score ----------------------------------------------------------------------------- */

static char *mistake_text(const struct mistake *m)
{
	const struct quiz_question *q = m->question;
	const char *now = tcp_state_name(q->now), *next = tcp_state_name(q->next);
	const char *given = tcp_state_name(m->given), *what = m->scene->what;
	char *end = who(q), *text;

	if (q->next == q->now)
		text = xasprintf(_("%s: the %s stays %s, and does not go to %s"), what, end, now,
				 given);
	else if (m->given == q->now)
		text = xasprintf(_("%s: the %s does not stay %s, it goes to %s"), what, end, now,
				 next);
	else
		text = xasprintf(_("%s: the %s goes from %s to %s, not to %s"), what, end, now,
				 next, given);
	free(end);
	return text;
}

static void score(const struct asking *a)
{
	size_t left = a->quiz->n_questions - a->number;
	size_t percent = a->number ? (200 * a->right + a->number) / (2 * a->number) : 0;

	fputc('\n', a->out);
	if (!a->number)
		fputs(_("No question was answered."), a->out);
	else
		fprintf(a->out, _("%zu of %zu right (%zu %%)"), a->right, a->number, percent);
	if (a->number && left)
		fprintf(a->out, _("; %zu not asked"), left);
	fputc('\n', a->out);
	for (size_t i = 0; i < a->n_mistakes; i++) {
		char *text = mistake_text(&a->mistakes[i]);

		put_lines(a, fprintf(a->out, "%zu", a->mistakes[i].number), INDENT, text);
		free(text);
	}
}

void quiz_ask(const struct quiz *quiz, FILE *in, FILE *out, struct style style, bool echo)
{
	struct asking a = {.quiz = quiz, .in = in, .out = out, .style = style, .echo = echo};
	bool on = true;

	a.board = board_new(quiz, style);
	if (quiz->n_questions)
		say(&a, 0,
		    xasprintf("%s",
			      _("Before something happens, say what state each end takes next. "
				"Enter alone: it stays; ? helps; q ends the quiz.")));
	for (size_t i = 0; i < quiz->n_scenes && on; i++)
		on = play(&a, &quiz->scenes[i]);
	if (on) {
		fputc('\n', out);
		board_draw(a.board, NULL, out);
	}
	if (quiz->n_questions) {
		score(&a);
	} else {
		fputc('\n', out);
		say(&a, 0,
		    xasprintf("%s", _("There is nothing to ask: no segment was sent, and no "
				      "connection has changed its state.")));
	}
	board_free(a.board);
	free(a.mistakes);
	free(a.line);
}
