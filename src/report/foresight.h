/* SPDX-License-Identifier: MIT */
/*
 * What foresee() knows while it goes through a scenario: two ends, a wire, a clock that only orders what
 * happens. One connection; nothing of congestion, windows or options. Private to report/.
 */
#ifndef REPORT_FORESIGHT_H
#define REPORT_FORESIGHT_H

#include "report/row.h"

/* How long TCP waits before it sends again, at least, and how exact anyone can be about times. */
#define FIRST_TIMEOUT (1 * NSEC_PER_SEC)
#define LEAST_TIMEOUT (200 * NSEC_PER_MSEC)
#define TIME_WAIT     (60 * NSEC_PER_SEC)
#define DELAYED_ACK   (40 * NSEC_PER_MSEC)
#define VAGUENESS     (60 * NSEC_PER_MSEC)

/* More retransmissions of a segment than that are not drawn. */
#define RETRANSMISSIONS_SHOWN 8

enum answer { NO, YES, UNKNOWN };

/* A time at which something is due; NEVER if nothing is. */
#define NEVER INT64_MAX

/* Listeners of an end. */
#define PORTS_FORESEEN 4

/* What is known of an end. */
struct end_foreseen {
	enum tcp_state state;		/* LISTEN: a listener and no connection yet */
	bool existed;			/* it has had the connection */
	uint16_t ports[PORTS_FORESEEN]; /* on which it listens */
	size_t n_ports;
	bool opened; /* it has called connect() */
	bool unplugged;
	bool orphan; /* no process has the connection */
	uint32_t snd_next, rcv_next;
	bool fin_sent, fin_received, reset;
	uint32_t delivered, consumed; /* bytes of data */
	unsigned int sends;	      /* since it has heard of the other end */
	bool streams;		      /* data in nobody knows how many segments are under way */
	nsec_t ack_due;		      /* of a delayed ACK of the other end's FIN */
	nsec_t over_due;	      /* of the end of TIME-WAIT, or of an orphan's FIN-WAIT-2 */

	/* What waits to be acknowledged, and when it is sent again. */
	struct segment_facts unacked;
	bool waits;
	uint32_t transmissions;
	uint32_t seen;	/* of them on the wire */
	uint32_t limit; /* of them; 0: nobody can tell */
	nsec_t due;
	nsec_t timeout;

	/* The script. */
	size_t next; /* step */
	bool frozen, dead;
	nsec_t wakes;			   /* sleep, at */
	nsec_t began;			   /* the step that waits now */
	nsec_t send_timeout, recv_timeout; /* SO_SNDTIMEO, SO_RCVTIMEO; 0: none */
	bool defers;			   /* TCP_DEFER_ACCEPT */
	uint32_t accepted;		   /* calls that have returned */
	uint32_t connected;		   /* likewise */
	uint32_t socket;		   /* that has the connection, once it has one */
	uint32_t listener;

	struct row_states pending; /* shown with the next segment that it sends */

	/* What the expectations say, and how far that has come true. */
	const struct expectation *path;
	size_t states;
};

/* A segment on its way: sent just now, or going on after it was held. */
struct on_the_way {
	struct segment_facts facts;
	enum end from;
	nsec_t at;
	bool held;  /* it goes on; its row, and … */
	size_t row; /* … index of that */
	const struct fault *fault;
	bool ours; /* forged, or a copy */
	struct row_states states; /* its sender's, that it shows */
};

struct rule_foreseen {
	uint32_t fired;
	uint32_t counted[ENDS];
	bool over;  /* until END STATE */
	bool begun; /* since …, partition */
	nsec_t began;
};

struct foresight {
	const struct scenario *sc;
	struct end_foreseen end[ENDS];
	nsec_t now;
	struct row *rows;
	size_t n;
	struct on_the_way *way;
	size_t n_way;
	struct on_the_way *held; /* whose time nobody knows: until something happens */
	size_t n_held;
	struct rule_foreseen *rules;
	uint32_t sent[ENDS][SEGMENT_NAMES]; /* so many, retransmissions included */
	uint16_t port; /* to which the connection is opened */
	bool data_vague;		    /* not every segment with data is drawn */
	size_t good; /* so many rows are; more if nothing contradicts them */
	const char *stopped;		    /* why nothing more can be told; translated; NULL: goes on */
};

/* foresight_stop() - Nothing more can be told. */
void foresight_stop(struct foresight *f, const char *why);

/* ---- foresight_tcp.c ------------------------------------------------------------------------ */

/* tcp_receive() - A segment arrives; what it changes is shown in row @row. */
void tcp_receive(struct foresight *f, enum end to, const struct segment_facts *facts, size_t row);

/* tcp_change() - An end takes a state, shown in row @row, or with the segment that it sends next. */
#define WITH_NEXT_SEGMENT SIZE_MAX
void tcp_change(struct foresight *f, enum end end, enum tcp_state state, size_t row);

/* listens_on() - Whether an end listens on a port. */
bool listens_on(const struct end_foreseen *e, uint16_t port);

/* tcp_sysctl() - What the scenario sets a sysctl to at an end, @usual if it does not. */
long tcp_sysctl(const struct foresight *f, enum end end, const char *name, long usual);

/* tcp_look_over() - When the state that an end is in is over by itself, counted from now. */
void tcp_look_over(struct foresight *f, enum end end);

/* ---- foresight_send.c ----------------------------------------------------------------------- */

/* tcp_send() - An end sends a segment with these flags and so many bytes of data. */
void tcp_send(struct foresight *f, enum end from, uint8_t flags, uint32_t len);

/* tcp_send_again() - An end sends again what waits to be acknowledged. */
void tcp_send_again(struct foresight *f, enum end from);

/* tcp_due() - When the first of an end's timers is due. */
nsec_t tcp_due(const struct foresight *f, enum end end);

/* tcp_timer() - An end's timer is due. */
void tcp_timer(struct foresight *f, enum end end);

/* The calls, as far as they touch the connection. */
void tcp_connect(struct foresight *f, enum end end, const struct step *step);
void tcp_close(struct foresight *f, enum end end, const char *call);
void tcp_shutdown(struct foresight *f, enum end end);
void tcp_abort(struct foresight *f, enum end end);

/* ---- foresight_wire.c ----------------------------------------------------------------------- */

/* wire_carry() - What has been sent first is queued, and meets the faults. Return: false: there is none */
bool wire_carry(struct foresight *f);

/* wire_next() - When the next segment that is held goes on, NEVER if nobody knows. */
nsec_t wire_next(const struct foresight *f);

/* foresight_row() - Add a row. */
struct row *foresight_row(struct foresight *f, enum row_kind kind, enum end end);

/* ---- foresight_rule.c ----------------------------------------------------------------------- */

/* rule_decides() - Whether a fault decides on a segment; counts it. */
enum answer rule_decides(struct foresight *f, size_t fault, const struct on_the_way *item);

/* rules_observe() - Conditions that a segment ends or begins (until, since), whatever the verdict. */
void rules_observe(struct foresight *f, const struct on_the_way *item);

/* ---- foresight_turn.c ----------------------------------------------------------------------- */

/* What can be said of a step when it is an end's turn. */
enum turn {
	TURN_WAITS, /* it cannot be made yet */
	TURN_QUIET, /* it can, and nothing is sent */
	TURN_SENDS, /* it can, and sends something */
};

/* script_turn() - … of the next step of an end. */
enum turn script_turn(const struct foresight *f, enum end end);

/* script_due() - When the step that waits now does not any more, whatever happens; NEVER: for ever. */
nsec_t script_due(const struct foresight *f, enum end end);

/* script_done() - Whether an end's script is over. */
bool script_done(const struct foresight *f, enum end end);

/* state_is_open() - Whether an end can send data in a state. */
bool state_is_open(enum tcp_state state);

/* ---- foresight_script.c --------------------------------------------------------------------- */

/* script_go() - Make the steps that can be made now. Return: false: none */
bool script_go(struct foresight *f);

/* script_next() - When a step that waits for a time goes on. */
nsec_t script_next(const struct foresight *f);

#endif
