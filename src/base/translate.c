/* SPDX-License-Identifier: MIT */
/*
 * gettext answers in the language of the calling thread's locale, if it has one of its own: so the
 * reader's locale is the thread's while a text is looked up, and at no other time.
 */
#include "base/translate.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/util.h"

#define DOMAIN "tcplab"

/* The Makefile says where catalogues are, as seen from the program; these are its defaults. */
#ifndef TCPLAB_BUILT_CATALOGUES
#define TCPLAB_BUILT_CATALOGUES "build/locale"
#endif
#ifndef TCPLAB_INSTALLED_CATALOGUES
#define TCPLAB_INSTALLED_CATALOGUES "../share/locale"
#endif

static locale_t reader; /* 0: English, and nothing is looked up */
static unsigned int pauses;

/* Whether the environment asks for nothing but English, as gettext(3) reads it. */
static bool asks_for_english(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	const char *value = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(variables) && (!value || !*value); i++)
		value = getenv(variables[i]);
	return !value || !*value || !strcmp(value, "C") || !strcmp(value, "POSIX");
}

/* Where the program is, without a slash at the end; empty if the kernel does not tell. */
static void find_program(char *directory, size_t size)
{
	ssize_t len = readlink("/proc/self/exe", directory, size - 1);

	directory[MAX(len, 0)] = '\0';
	if (len > 0)
		*strrchr(directory, '/') = '\0';
}

/* In the source tree they are where they were made. The caller frees the path. */
static char *find_catalogues(void)
{
	char program[4096], *built;

	find_program(program, sizeof(program));
	built = xasprintf("%s/" TCPLAB_BUILT_CATALOGUES, program);
	if (access(built, X_OK) == 0)
		return built;
	free(built);
	return xasprintf("%s/" TCPLAB_INSTALLED_CATALOGUES, program);
}

void translate_start(void)
{
	char *catalogues;

	if (reader || asks_for_english())
		return;
	reader = newlocale(LC_MESSAGES_MASK, "", (locale_t)0);
	if (!reader)
		return;
	catalogues = find_catalogues();
	bindtextdomain(DOMAIN, catalogues);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	free(catalogues);
}

static bool is_english(void)
{
	return !reader || pauses;
}

const char *translate(const char *text)
{
	locale_t own;

	/* To "" gettext answers with the head of the catalogue. */
	if (is_english() || !*text)
		return text;
	own = uselocale(reader);
	text = dgettext(DOMAIN, text);
	uselocale(own);
	return text;
}

const char *translate_in(const char *key, unsigned int context)
{
	const char *text = translate(key);

	return text == key ? key + context : text;
}

const char *translate_count(const char *one, const char *many, unsigned long n)
{
	const char *text;
	locale_t own;

	if (is_english())
		return n == 1 ? one : many;
	own = uselocale(reader);
	text = dngettext(DOMAIN, one, many, n);
	uselocale(own);
	return text;
}

void translate_pause(void)
{
	pauses++;
}

void translate_resume(void)
{
	pauses--;
}

const char *translate_tag(void)
{
	/* TRANSLATORS: your language, as the attribute lang of HTML names it */
	return C_("tag of this language", "en");
}

bool translate_speaks(const char *language)
{
	const char *tag = translate_tag();
	size_t len = strlen(language);

	return !strncmp(tag, language, len) && (tag[len] == '\0' || tag[len] == '-');
}
