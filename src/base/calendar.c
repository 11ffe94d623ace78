#include "base/calendar.h"

#include <stdio.h>

int64_t froe_days_from_date(int year, int month, int day)
{
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int64_t)era * 146097 + day_of_era - 719468;
}

struct froe_date froe_date_from_days(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = (int)(z - era * 146097);
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;
    struct froe_date date;
    date.day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    date.month = shifted_month + (shifted_month < 10 ? 3 : -9);
    date.year = (int)(year_of_era + era * 400) + (date.month <= 2);
    return date;
}

bool froe_date_valid(int year, int month, int day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1) return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= lengths[month - 1] + (month == 2 && leap);
}

size_t froe_time_format(int64_t time_ns, char *text)
{
    if (time_ns == FROE_TIME_NONE) {
        text[0] = '\0';
        return 0;
    }
    int64_t seconds = time_ns / FROE_NS_PER_S;
    int64_t fraction = time_ns % FROE_NS_PER_S;
    if (fraction < 0) {
        fraction += FROE_NS_PER_S;
        seconds--;
    }
    int64_t days = seconds / 86400;
    int64_t of_day = seconds % 86400;
    if (of_day < 0) {
        of_day += 86400;
        days--;
    }
    struct froe_date date = froe_date_from_days(days);
    int digits = fraction == 0 ? 0 : fraction % 1000000 == 0 ? 3 : fraction % 1000 == 0 ? 6 : 9;
    int n =
        snprintf(text, FROE_TIME_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d", date.year, date.month,
                 date.day, (int)(of_day / 3600), (int)(of_day / 60 % 60), (int)(of_day % 60));
    if (digits) {
        for (int i = digits; i < 9; i++) fraction /= 10;
        n += snprintf(text + n, FROE_TIME_TEXT_MAX - (size_t)n, ".%0*lld", digits,
                      (long long)fraction);
    }
    text[n++] = 'Z';
    text[n] = '\0';
    return (size_t)n;
}
