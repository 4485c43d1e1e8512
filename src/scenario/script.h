/* SPDX-License-Identifier: MIT */
/* The scripts of the ends: steps, one system call or wait each. A part of scenario.h. */
#ifndef SCENARIO_SCRIPT_H
#define SCENARIO_SCRIPT_H

#include "base/diag.h"
#include "base/monotime.h"
#include "scenario/sockopt.h"
#include "tcp/end.h"
#include "tcp/segment.h"
#include "tcp/states.h"

enum step_kind {
	STEP_SOCKET,	  /* socket */
	STEP_BIND,	  /* bind PORT */
	STEP_LISTEN,	  /* listen [PORT] [backlog N] */
	STEP_ACCEPT,	  /* accept [N] */
	STEP_CONNECT,	  /* connect [PORT] [from port PORT] */
	STEP_CONNECTIONS, /* connections N [to PORT]: many at once */
	STEP_SEND,	  /* send N | "text" | file "path" */
	STEP_RECV,	  /* recv N | until eof */
	STEP_EXPECT_DATA, /* expect-data N | "text": receive just that */
	STEP_SHUTDOWN,	  /* shutdown rd|wr|rdwr */
	STEP_CLOSE,	  /* close [all] */
	STEP_ABORT,	  /* abort: close with SO_LINGER 0 */
	STEP_SETSOCKOPT,  /* setsockopt NAME VALUE */
	STEP_EXEC,	  /* exec "command": a program of its own */
	STEP_FLOOD,	  /* flood syn [to PORT] from random rate N for T */
	STEP_LIMIT,	  /* limit files N */
	STEP_UNPLUG,	  /* unplug [END]: an end's link goes down */
	STEP_PLUG,	  /* plug [END]: … and up again */
	STEP_REBOOT,	  /* reboot: all sockets gone without a segment */
	STEP_EXIT,	  /* exit: the end's process ends */
	STEP_KILL,	  /* kill END: SIGKILL */
	STEP_FREEZE,	  /* freeze END: SIGSTOP */
	STEP_THAW,	  /* thaw END: SIGCONT */
	STEP_SLEEP,	  /* sleep T */
	STEP_AT,	  /* at T: until T after the run's start */
	STEP_WAIT,	  /* wait until … [within T] */
	STEP_MARK,	  /* mark NAME: a moment that expectations speak of */
};

#define STEP_KINDS 27

/* The word that begins a step: "listen" … */
const char *step_word(enum step_kind kind);

/* The sockets of a script, by number: what a step means that names none, then those with names. */
enum { SOCKET_CONNECTION, SOCKET_LISTENER, SOCKETS_UNNAMED };

/* As many sockets as may have names. */
#define SOCKET_NAMES_MAX 64

/* As many steps as a script may have when its repeats are written out. */
#define STEPS_MAX 10000

enum wait_kind {
	WAIT_STATE,   /* END [connection N] STATE */
	WAIT_DONE,    /* END done: its script is */
	WAIT_STEP,    /* END STEP [N]: so many of these steps have returned */
	WAIT_LISTENS, /* END listens PORT: whoever does, a program of exec, too */
	WAIT_SEGMENT, /* NAME [from END] [N]: so many have been queued */
	WAIT_FAULT,   /* fault NAME fired [N] */
};

struct wait_condition {
	enum wait_kind kind;
	enum end end;
	enum tcp_state state;
	uint32_t connection; /* 0: the end's latest */
	enum step_kind step;
	uint16_t port;
	enum segment_name segment;
	bool from_given;	 /* WAIT_SEGMENT: from @end */
	struct srcloc fault_loc; /* WAIT_FAULT: its name; check finds the fault … */
	size_t fault;		 /* … its index in the scenario … */
	const char *fault_name;	 /* … and its name there */
	uint32_t n;		 /* how many; 1 when not given */
	bool limited;		 /* "within" was given */
	nsec_t within;
};

struct step {
	enum step_kind kind;
	struct srcloc loc;
	bool again;	     /* a further turn of a repeat: its texts are the first turn's */
	uint32_t on;	     /* the socket that it is about */
	uint32_t as;	     /* accept, connect, listen, socket: the socket that comes of it */
	const char *on_name; /* the script's; NULL where none was written */
	const char *as_name;
	bool own; /* connect, listen: it makes its socket itself, resolved by check */
	union {
		struct {
			uint16_t port; /* resolved by check if not given */
			bool port_given;
			uint16_t from; /* connect: its own port; 0 if not given */
			bool backlog_given;
			uint32_t backlog; /* listen */
			uint32_t n;	  /* how many; accept: 0 if not given */
		} bind, listen, accept, connect, connections;
		struct {
			uint64_t bytes; /* of text, too */
			char *text;	/* NULL: @bytes bytes of a counting pattern */
			char *file;	/* NULL, or where @text comes from: scenario_read_files() */
			struct srcloc file_name;
		} send, expect; /* expect-data */
		struct {
			uint64_t bytes;
			bool until_eof;
		} recv;
		int how;  /* SHUT_RD, SHUT_WR, SHUT_RDWR */
		bool all; /* close all */
		struct sockopt_setting sockopt;
		char *command;
		struct {
			uint16_t port; /* resolved by check if not given */
			bool port_given;
			uint32_t rate; /* segments a second */
			nsec_t time;
		} flood;
		uint32_t files;
		struct {
			enum end end; /* whose link or process it is */
			bool given;
		} target; /* unplug, plug, reboot, exit, kill, freeze, thaw */
		nsec_t sleep, at;
		struct wait_condition wait;
		struct {
			size_t moment;	  /* index into the scenario's moments */
			const char *name; /* theirs */
		} mark;
	};
};

/* A "repeat N { … }" as it was written; the script's steps have it written out. */
struct repeat {
	size_t first; /* step of its first turn */
	size_t n;     /* steps of a turn, written out */
	uint32_t times;
};

struct script {
	struct srcloc loc;
	bool given;
	struct step *steps;
	size_t n;
	struct repeat
		*repeats; /* outer ones before those inside them, which count for the first turn */
	size_t n_repeats;
	char **names; /* of sockets; the first is that of SOCKETS_UNNAMED */
	size_t n_names;
};

/* step_free_texts() - Free what a step owns. */
void step_free_texts(struct step *step);

/* script_has() - Whether a script has a step of that kind. */
bool script_has(const struct script *script, enum step_kind kind);

/* script_touches_link() - Whether a script takes an end's link down or up. */
bool script_touches_link(const struct script *script, enum end end);

/* Which sockets a step takes: one that there is, and one that it makes. */
enum { TAKES_NONE, TAKES_ON = 1 << 0, TAKES_AS = 1 << 1 };

/* step_takes() - A set of those: step.on and step.as say which; a listen or connect may take either. */
unsigned int step_takes(const struct step *step);

/* step_is_on() - Whether a step is about a socket, or makes it. */
bool step_is_on(const struct step *step, uint32_t socket);

/* step_has_target() - Whether a step is about an end's link or process: step.target says whose. */
bool step_has_target(enum step_kind kind);

/* step_text() - A step in one line, for messages; the caller frees it. */
char *step_text(const struct step *step);

#endif
