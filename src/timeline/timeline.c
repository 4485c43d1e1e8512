/* SPDX-License-Identifier: MIT */
#include "timeline/timeline.h"

#include <assert.h>
#include <string.h>

#include "base/util.h"

static const char *const place_names[] = {
	[PLACE_CLIENT] = "client",
	[PLACE_SERVER] = "server",
	[PLACE_WIRE] = "wire",
};
static_assert(ARRAY_SIZE(place_names) == PLACES, "a name for each place");

const char *place_name(enum place place)
{
	return place_names[place];
}

void timeline_add(struct timeline *tl, const struct event *ev)
{
	struct event added = *ev; /* @ev may point into the array that moves */
	struct event *last = ARRAY_ADD(tl->events, tl->n);
	size_t i = tl->n - 1;

	*last = added;
	while (i > 0 && monotime_before(added.at, tl->events[i - 1].at))
		i--;
	memmove(&tl->events[i + 1], &tl->events[i], (tl->n - 1 - i) * sizeof(added));
	tl->events[i] = added;
}

uint32_t timeline_keep_packet(struct timeline *tl, const struct packet *packet)
{
	*ARRAY_ADD(tl->packets, tl->n_packets) = *packet;
	return tl->n_packets;
}

bool timeline_complete(const struct timeline *tl)
{
	return tl->n > 0 && tl->events[tl->n - 1].kind == EVENT_END;
}

void timeline_free(struct timeline *tl)
{
	struct run_header *h = &tl->header;

	free(h->tool);
	free(h->scenario);
	free(h->title);
	free(h->run);
	free(h->kernel);
	free(h->ruleset);
	for (size_t i = 0; i < h->n_parameters; i++) {
		free(h->parameters[i].name);
		free(h->parameters[i].value);
	}
	free(h->parameters);
	for (size_t i = 0; i < h->n_without_faults; i++)
		free(h->without_faults[i]);
	free(h->without_faults);
	free(h->sysctls);
	free(tl->events);
	free(tl->packets);
	*tl = (struct timeline){0};
}
