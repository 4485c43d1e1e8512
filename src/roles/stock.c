/* SPDX-License-Identifier: MIT */
#include "roles/stock.h"

#include "base/util.h"
#include "kernel/tcpinfo.h"

bool stock_wanted(const struct scenario *sc, size_t moment)
{
	if (moment != MOMENT_END)
		return true;
	for_each_end(e) {
		if (scenario_asks(sc, EXPECT_SOCKETS, e, moment) ||
		    scenario_asks(sc, EXPECT_COUNTER, e, moment) ||
		    scenario_asks(sc, EXPECT_INFO, e, moment))
			return true;
	}
	return false;
}

int stock_open(struct stock *stock, const struct scenario *sc)
{
	int err;

	if (sc->n_moments == 1 && !stock_wanted(sc, MOMENT_END))
		return 0;
	err = tcpinfo_open(&stock->sockets);
	if (err < 0 || !sc->n_counters)
		return err;
	stock->before = xalloc(NETSTAT_TEXT, 1);
	err = netstat_open(&stock->counters);
	return err < 0 ? err : netstat_read(&stock->counters, stock->before);
}

/* One end, while its sockets are gone through. */
struct count {
	struct channel *channel;
	bool info; /* somebody asks for it */
	size_t moment;
	enum end end;
	struct event sockets;
};

static void take_socket(void *arg, const struct dumped_socket *socket)
{
	struct count *count = arg;
	struct event ev = {.kind = EVENT_INFO, .end = count->end, .at = monotime_now()};

	count->sockets.sockets.n[socket->state]++;
	if (!count->info || !socket->info)
		return;
	ev.info.moment = count->moment;
	ev.info.port = socket->port;
	ev.info.peer_port = socket->peer_port;
	ev.info.facts = *socket->info;
	channel_put_event(count->channel, &ev);
}

static void take_sockets(struct stock *stock, const struct role_args *args, enum end end,
			 size_t moment)
{
	struct count count = {.channel = args->channel,
			      .info = scenario_asks(args->sc, EXPECT_INFO, end, moment),
			      .moment = moment,
			      .end = end,
			      .sockets = {.kind = EVENT_SOCKETS, .end = end}};
	int err = tcpinfo_dump(&stock->sockets, take_socket, &count);

	if (err < 0) {
		role_lost(args->channel, LOSS_SOCK_DIAG, err);
		return;
	}
	count.sockets.at = monotime_now();
	count.sockets.sockets.moment = moment;
	channel_put_event(args->channel, &count.sockets);
}

static void take_counter(const struct stock *stock, const struct role_args *args,
			 const struct expectation *ex, const char *now)
{
	const char *name = args->sc->counters[ex->stock.counter];
	struct event ev = {.kind = EVENT_COUNTER, .end = ex->stock.end, .at = monotime_now()};
	uint64_t before, after;

	ev.counter.moment = ex->moment;
	ev.counter.counter = ex->stock.counter;
	ev.counter.known =
		netstat_find(stock->before, name, &before) && netstat_find(now, name, &after);
	if (ev.counter.known)
		ev.counter.value = after > before ? after - before : 0;
	channel_put_event(args->channel, &ev);
}

static void take_counters(const struct stock *stock, const struct role_args *args, enum end end,
			  size_t moment)
{
	char now[NETSTAT_TEXT];

	if (!scenario_asks(args->sc, EXPECT_COUNTER, end, moment) ||
	    netstat_read(&stock->counters, now) < 0)
		return;
	for (size_t i = 0; i < args->sc->n_expectations; i++) {
		const struct expectation *ex = &args->sc->expectations[i];

		if (ex->kind == EXPECT_COUNTER && ex->stock.end == end && ex->moment == moment)
			take_counter(stock, args, ex, now);
	}
}

uint64_t stock_take(struct stock stock[ENDS], const struct role_args *args, enum end end,
		    size_t moment)
{
	struct event mark = {.kind = EVENT_MARK, .end = end, .at = monotime_now(), .mark = moment};

	if (moment != MOMENT_END)
		channel_put_event(args->channel, &mark);
	for_each_end(e) {
		take_counters(&stock[e], args, e, moment);
		take_sockets(&stock[e], args, e, moment);
	}
	return 2 * ENDS; /* a dump of each IP version at each end */
}
