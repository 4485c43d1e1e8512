/* SPDX-License-Identifier: MIT */
#include "report/xml.h"

#include <check.h>
#include <stdlib.h>

static char *written;
static size_t len;
static FILE *out;

static void begin(void)
{
	out = open_memstream(&written, &len);
	ck_assert_ptr_nonnull(out);
}

static void ck_written(const char *expected)
{
	fclose(out);
	ck_assert_str_eq(written, expected);
	free(written);
}

START_TEST(markup_becomes_references)
{
	begin();
	xml_text(out, "a <b> & \"c\" ]]>\t\n");
	ck_written("a &#60;b&#62; &#38; \"c\" ]]&#62;\t\n");
	begin();
	xml_attribute(out, "name", "a <b> & \"c\"\t\n");
	ck_written(" name=\"a &#60;b&#62; &#38; &#34;c&#34;&#9;&#10;\"");
}
END_TEST

START_TEST(carriage_returns_stay)
{
	begin();
	xml_text(out, "a\r\nb");
	ck_written("a&#13;\nb");
}
END_TEST

START_TEST(what_xml_cannot_say_is_spelt)
{
	begin();
	xml_text(out, "\x01\x1b[31m\x7f");
	ck_written("\\x01\\x1b[31m\x7f");
	begin();
	xml_text(out, "\xff\xc3(\xed\xa0\x80\xef\xbf\xbe");
	ck_written("\\xff\\xc3(\\xed\\xa0\\x80\\xef\\xbf\\xbe");
}
END_TEST

START_TEST(utf8_stays)
{
	begin();
	xml_text(out, "── ╳ 握手 \U0001f984");
	ck_written("── ╳ 握手 \U0001f984");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("xml");
	TCase *tc = tcase_create("xml");
	SRunner *sr;
	int failed;

	tcase_add_test(tc, markup_becomes_references);
	tcase_add_test(tc, carriage_returns_stay);
	tcase_add_test(tc, what_xml_cannot_say_is_spelt);
	tcase_add_test(tc, utf8_stays);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? 1 : 0;
}
