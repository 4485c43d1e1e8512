/* SPDX-License-Identifier: MIT */
#include "lab/sysctls.h"

#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "kernel/netns.h"
#include "lab/profile.h"

static void record(struct lab *lab, enum place place, const char *name, const char *value,
		   bool by_scenario)
{
	struct sysctl_record *r = ARRAY_ADD(lab->sysctls, lab->n_sysctls);

	r->place = place;
	r->by_scenario = by_scenario;
	snprintf(r->name, sizeof(r->name), "%s", name);
	snprintf(r->value, sizeof(r->value), "%s", value);
}

int lab_sysctl(struct lab *lab, enum place place, const char *name, const char *value,
	       bool by_scenario, struct refusal *why)
{
	int err = sysctl_write(name, value);

	if (err < 0)
		return refuse(why, err, NULL, "set sysctl %s to %s at the %s", name, value,
			      place_name(place));
	record(lab, place, name, value, by_scenario);
	return 0;
}

static const struct sysctl_setting *find_setting(const struct scenario *sc, enum place place,
						 const char *name)
{
	for (size_t i = 0; i < sc->n_sysctls; i++)
		if ((enum place)sc->sysctls[i].end == place && !strcmp(sc->sysctls[i].name, name))
			return &sc->sysctls[i];
	return NULL;
}

static int set_pinned(struct lab *lab, enum place place, const struct scenario *sc,
		      const struct pinned_sysctl *pinned, size_t n, struct refusal *why)
{
	for (size_t i = 0; i < n; i++) {
		int err;

		if (find_setting(sc, place, pinned[i].name))
			continue;
		err = sysctl_write(pinned[i].name, pinned[i].value);
		if (err < 0 && err != -ENOENT)
			return refuse(why, err, NULL, "set sysctl %s to %s at the %s",
				      pinned[i].name, pinned[i].value, place_name(place));
		record(lab, place, pinned[i].name, err ? "" : pinned[i].value, false);
	}
	return 0;
}

static int set_scenarios(struct lab *lab, enum place place, const struct scenario *sc,
			 struct refusal *why)
{
	for (size_t i = 0; i < sc->n_sysctls; i++) {
		const struct sysctl_setting *s = &sc->sysctls[i];
		int err;

		if ((enum place)s->end != place)
			continue;
		err = sysctl_write(s->name, s->value);
		if (err < 0)
			return refuse(why, err,
				      err == -ENOENT
					      ? "this kernel has no such sysctl; `where sysctl "
						"NAME exists` makes expectations depend on one"
					      : NULL,
				      "set sysctl %s to %s at the %s", s->name, s->value,
				      place_name(place));
		record(lab, place, s->name, s->value, true);
	}
	return 0;
}

static bool recorded(const struct lab *lab, enum place place, const char *name)
{
	for (size_t i = 0; i < lab->n_sysctls; i++)
		if (lab->sysctls[i].place == place && !strcmp(lab->sysctls[i].name, name))
			return true;
	return false;
}

/* What conditions ask about; an unreadable one is as good as absent. */
static void read_asked(struct lab *lab, enum place place, const struct scenario *sc)
{
	char value[sizeof(lab->sysctls->value)];

	for (size_t i = 0; i < sc->n_wheres; i++) {
		const struct where *w = &sc->wheres[i];

		if (w->kind != WHERE_SYSCTL || recorded(lab, place, w->sysctl))
			continue;
		if (sysctl_read(w->sysctl, value, sizeof(value)) < 0)
			value[0] = '\0';
		record(lab, place, w->sysctl, value, false);
	}
}

int lab_sysctls(struct lab *lab, enum place place, const struct scenario *sc, struct refusal *why)
{
	bool wire = place == PLACE_WIRE;
	int err;

	err = set_pinned(lab, place, sc, wire ? profile_wire : profile_ends,
			 wire ? profile_wire_n : profile_ends_n, why);
	if (err < 0)
		return err;
	err = set_scenarios(lab, place, sc, why);
	if (err < 0)
		return err;
	if (place == PLACE_CLIENT)
		read_asked(lab, place, sc);
	return 0;
}
