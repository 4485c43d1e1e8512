/* SPDX-License-Identifier: MIT */
#include "quiz/reason.h"

#include "base/translate.h"
#include "base/util.h"
#include "report/label.h"
#include "report/phrase.h"

/* What arrives, in its own words: "SYN-ACK", "data 5 B", "ICMP port-unreachable". */
static const char *title_of(const struct row *row, char buf[SEGMENT_TITLE])
{
	return row->kind == ROW_ICMP ? row->words : segment_facts_title(quiz_facts(row), buf);
}

char *reason_what(const struct scenario *sc, const struct quiz_scene *scene,
		  const struct chain *chain)
{
	const struct row *row = &scene->row;
	char title[SEGMENT_TITLE];

	switch (scene->cue) {
	case CUE_SEGMENT:
		if (row->kind == ROW_ICMP)
			return xasprintf("%s", row->words);
		return xasprintf(_("segment %u (%s)"), row->number, title_of(row, title));
	case CUE_TIMER:
		return xasprintf("%s", phrase_timer_name(&row->timer));
	case CUE_CALL:
		break;
	}
	if (chain->moves[0]->cause == CAUSE_KILL)
		return xasprintf("%s", _("the end of its process"));
	return xasprintf("%s()", call_word(sc, row->end, chain->moves[0]->number));
}

/* ---- an end that moves --------------------------------------------------------------------- */

static enum move_trigger trigger_of(const struct quiz_scene *scene, const struct transition *tr)
{
	uint8_t flags = quiz_facts(&scene->row)->flags;

	switch (tr->cause) {
	case CAUSE_CALL:
	case CAUSE_KILL:
		return MOVE_CALL;
	case CAUSE_TIMER:
		return MOVE_TIMER;
	case CAUSE_ICMP:
		return MOVE_ICMP;
	case CAUSE_UNKNOWN:
		return MOVE_UNKNOWN;
	case CAUSE_SEGMENT:
		break;
	}
	return flags & TCP_RST ? MOVE_RST : flags & TCP_SYN ? MOVE_SYN : MOVE_SEGMENT;
}

const struct tcp_move *reason_move(const struct quiz_scene *scene, const struct chain *chain,
				   size_t i)
{
	const struct transition *tr = chain->moves[i];

	return tcp_move_find(tr->from, tr->to, chain->who[i], trigger_of(scene, tr));
}

/* How a connection ends with its process; NULL: the transition has another cause. */
static const char *how_process(const struct scenario *sc, const struct transition *tr)
{
	const struct script *script = &sc->script[tr->end];
	const struct step *step = tr->cause == CAUSE_CALL && tr->number && tr->number <= script->n
					  ? &script->steps[tr->number - 1]
					  : NULL;

	if (step && step->kind == STEP_REBOOT)
		return _("the power is gone, and with it all that the machine knew of the "
			 "connection");
	if (tr->cause != CAUSE_KILL && (!step || step->kind != STEP_EXIT))
		return NULL;
	if (tr->to == TCPS_CLOSED && tr->from != TCPS_SYN_SENT)
		return _("the kernel closes the sockets that a process leaves behind, with a RST "
			 "where there are unread data");
	return _("the kernel closes the sockets that a process leaves behind");
}

/* What RFC 9293 has no move for, or says in words that do not fit; NULL: nothing. */
static const char *how_else(const struct scenario *sc, const struct quiz_scene *scene,
			    const struct transition *tr)
{
	if (tr->cause == CAUSE_SEGMENT && tr->to == TCPS_SYN_RECEIVED &&
	    !(quiz_facts(&scene->row)->flags & TCP_SYN))
		return _("a SYN cookie comes back, which says by itself what the SYN was");
	if (tr->cause == CAUSE_TIMER && tr->from == TCPS_FIN_WAIT_2)
		return _("net.ipv4.tcp_fin_timeout is over, and the FIN has not come");
	if (tr->cause == CAUSE_ICMP)
		return _("the network says that there is no way to the other end");
	return how_process(sc, tr);
}

/* "LISTEN → SYN-RECEIVED, by segment 1 (SYN): …" */
static void print_move(FILE *out, const struct scenario *sc, const struct quiz_scene *scene,
		       const struct quiz_question *q, const struct chain *chain, size_t i)
{
	const struct transition *tr = chain->moves[i];
	const struct tcp_move *move = reason_move(scene, chain, i);
	enum tcp_state from = i == 0 ? q->now : tr->from;
	const char *how = how_else(sc, scene, tr);

	if (!how && move)
		how = _(move->how);
	/* How says which call or timer by itself. */
	if (how && scene->cue != CUE_SEGMENT)
		/* TRANSLATORS: from one state to another: how */
		fprintf(out, _("%s → %s: %s"), tcp_state_name(from), tcp_state_name(tr->to), how);
	else if (how)
		/* TRANSLATORS: from one state to another, by a segment: how */
		fprintf(out, _("%s → %s, by %s: %s"), tcp_state_name(from), tcp_state_name(tr->to),
			scene->what, how);
	else
		fprintf(out, _("%s → %s, by %s"), tcp_state_name(from), tcp_state_name(tr->to),
			scene->what);
}

static char *why_moved(const struct scenario *sc, const struct quiz_scene *scene,
		       const struct quiz_question *q, const struct chain *chain)
{
	size_t len;
	char *text;
	FILE *out = xmemstream(&text, &len);

	for (size_t i = 0; i < chain->n; i++) {
		if (i > 0)
			fputs(_("; in the same instant "), out);
		print_move(out, sc, scene, q, chain, i);
	}
	if (q->or_listen)
		fprintf(out, "%s",
			_("; the listener beside it goes on, and RFC 9293, which has both in one, "
			  "calls that LISTEN"));
	fclose(out);
	return text;
}

/* ---- an end that stays --------------------------------------------------------------------- */

/* Whoever sent a segment, or is said to have. */
static char *why_sender_stays(const struct row *row, const char *state)
{
	if (row->ours || row->kind == ROW_ICMP)
		return xasprintf(_("stays %s: it has not sent this, fault %s has"), state,
				 row->fault ? row->fault : "");
	if (row->verdict == VERDICT_DROP)
		return xasprintf(_("stays %s: it does not learn that its segment is lost"), state);
	return xasprintf(_("stays %s: it has sent the segment, and nothing arrives at it"), state);
}

static char *why_not_reached(const struct row *row, const char *state, const char *title)
{
	switch (row->loss) {
	case ROW_LOSS_LINK:
		return xasprintf(_("stays %s: it has no link, so %s does not arrive"), state,
				 title);
	case ROW_LOSS_WIRE:
		return xasprintf(_("stays %s: the wire has forgotten the connection, and %s does "
				   "not arrive"),
				 state, title);
	case ROW_LOSS_NONE:
		break;
	}
	return xasprintf(_("stays %s: fault %s drops %s, so nothing arrives"), state,
			 row->fault ? row->fault : "", title);
}

static char *why_stays(const struct quiz_scene *scene, const struct quiz_question *q)
{
	const struct row *row = &scene->row;
	const char *state = tcp_state_name(q->now);
	char buf[SEGMENT_TITLE];
	const char *title = title_of(row, buf);

	if (q->end == row->end)
		return why_sender_stays(row, state);
	if (row->verdict == VERDICT_DROP && row->kind != ROW_ICMP)
		return why_not_reached(row, state, title);
	if (q->now == TCPS_CLOSED)
		return xasprintf(_("stays %s: %s arrives where there is no connection"), state,
				 title);
	return xasprintf(_("stays %s: %s arrives, and changes no state"), state, title);
}

char *reason_why(const struct scenario *sc, const struct quiz_scene *scene,
		 const struct quiz_question *q, const struct chain *chain)
{
	return chain->n ? why_moved(sc, scene, q, chain) : why_stays(scene, q);
}
