#include "record/grok_patterns.h"

#define HEX4  "[0-9A-Fa-f]{1,4}"
#define OCTET "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})"
#define LABEL "[0-9A-Za-z_][0-9A-Za-z_-]{0,62}"

struct pattern {
    const char *name, *regex;
};

/* Names and meanings as in Logstash; several are written anew so that they backtrack less. */
static const struct pattern patterns[] = {
    /* numbers and words */
    {"INT", "[+-]?[0-9]+"},
    {"BASE10NUM", "(?<![0-9.+-])(?>[+-]?(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+))"},
    {"NUMBER", "%{BASE10NUM}"},
    {"BASE16NUM", "(?<![0-9A-Fa-f])[+-]?(?:0x)?[0-9A-Fa-f]+"},
    {"BASE16FLOAT", "\\b(?<![0-9A-Fa-f.])[+-]?(?:0x)?(?:[0-9A-Fa-f]+(?:\\.[0-9A-Fa-f]*)?|"
                    "\\.[0-9A-Fa-f]+)\\b"},
    {"POSINT", "\\b[1-9][0-9]*\\b"},
    {"NONNEGINT", "\\b[0-9]+\\b"},
    {"WORD", "\\b\\w+\\b"},
    {"NOTSPACE", "\\S+"},
    {"SPACE", "\\s*"},
    {"DATA", ".*?"},
    {"GREEDYDATA", ".*"},
    {"QUOTEDSTRING", "(?>\"(?>\\\\.|[^\\\\\"]+)*\"|'(?>\\\\.|[^\\\\']+)*'|`(?>\\\\.|[^\\\\`]+)*`)"},
    {"QS", "%{QUOTEDSTRING}"},
    {"UUID", "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"},
    {"URN", "urn:[0-9A-Za-z][0-9A-Za-z-]{0,31}:(?:%[0-9a-fA-F]{2}|[0-9A-Za-z()+,.:=@;$_!*'/?#-])+"},
    /* names and addresses */
    {"USERNAME", "[a-zA-Z0-9._-]+"},
    {"USER", "%{USERNAME}"},
    {"EMAILLOCALPART", "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}"},
    {"EMAILADDRESS", "%{EMAILLOCALPART}@%{HOSTNAME}"},
    {"CISCOMAC", "(?:[A-Fa-f0-9]{4}\\.){2}[A-Fa-f0-9]{4}"},
    {"WINDOWSMAC", "(?:[A-Fa-f0-9]{2}-){5}[A-Fa-f0-9]{2}"},
    {"COMMONMAC", "(?:[A-Fa-f0-9]{2}:){5}[A-Fa-f0-9]{2}"},
    {"MAC", "(?:%{CISCOMAC}|%{WINDOWSMAC}|%{COMMONMAC})"},
    {"IPV6", "(?<![:.\\w])(?=(?:" HEX4 ":){6}|[0-9A-Fa-f:]*::)(?:(?:" HEX4 ")?:){2,7}"
             "(?:%{IPV4}|" HEX4 "|)(?:%[0-9A-Za-z]+)?(?![:\\w])"},
    {"IPV4", "(?<![0-9])" OCTET "(?:\\." OCTET "){3}(?![0-9])"},
    {"IP", "(?:%{IPV6}|%{IPV4})"},
    {"HOSTNAME", "\\b" LABEL "(?:\\." LABEL ")*(?:\\.|\\b)"},
    {"HOST", "%{HOSTNAME}"},
    {"IPORHOST", "(?:%{IP}|%{HOSTNAME})"},
    {"HOSTPORT", "%{IPORHOST}:%{POSINT}"},
    {"UNIXPATH", "(?:/[\\w%!$@:.,+~-]*)+"},
    {"WINPATH", "(?>[A-Za-z]+:|\\\\)(?:\\\\[^\\\\?*]*)+"},
    {"PATH", "(?:%{UNIXPATH}|%{WINPATH})"},
    {"TTY", "/dev/(?:pts|tty(?:[pq])?)(?:\\w+)?/?[0-9]*"},
    {"URIPROTO", "[A-Za-z][A-Za-z0-9+.-]+"},
    {"URIHOST", "%{IPORHOST}(?::%{POSINT})?"},
    {"URIPATH", "(?:/[A-Za-z0-9$.+!*'(){},~:;=@#%&_\\-]*)+"},
    {"URIQUERY", "[A-Za-z0-9$.+!*'|(){},~@#%&/=:;_?\\-\\[\\]<>]*"},
    {"URIPARAM", "\\?%{URIQUERY}"},
    {"URIPATHPARAM", "%{URIPATH}(?:%{URIPARAM})?"},
    {"URI",
     "%{URIPROTO}://(?:%{USER}(?::[^@\\s]*)?@)?(?:%{URIHOST})?(?:%{URIPATH}(?:%{URIPARAM})?)?"},
    /* dates and times */
    {"MONTH",
     "\\b(?:[Jj]an(?:uary|uar)?|[Ff]eb(?:ruary|ruar)?|[Mm]ar(?:ch)?|"
     "[Aa]pr(?:il)?|[Mm]a[yi]|[Jj]un(?:e|i)?|[Jj]ul(?:y|i)?|[Aa]ug(?:ust)?|"
     "[Ss]ep(?:tember)?|[Oo](?:c|k)?t(?:ober)?|[Nn]ov(?:ember)?|[Dd]e(?:c|z)(?:ember)?)\\b"},
    {"MONTHNUM", "(?:0?[1-9]|1[0-2])"},
    {"MONTHNUM2", "(?:0[1-9]|1[0-2])"},
    {"MONTHDAY", "(?:0[1-9]|[12][0-9]|3[01]|[1-9])"},
    {"DAY", "(?:Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|"
            "Sun(?:day)?)"},
    {"YEAR", "(?>\\d\\d){1,2}"},
    {"HOUR", "(?:2[0123]|[01]?[0-9])"},
    {"MINUTE", "[0-5][0-9]"},
    {"SECOND", "(?:[0-5]?[0-9]|60)(?:[:.,][0-9]+)?"},
    {"TIME", "(?<![0-9])%{HOUR}:%{MINUTE}:%{SECOND}(?![0-9])"},
    {"DATE_US", "%{MONTHNUM}[/-]%{MONTHDAY}[/-]%{YEAR}"},
    {"DATE_EU", "%{MONTHDAY}[./-]%{MONTHNUM}[./-]%{YEAR}"},
    {"DATE", "(?:%{DATE_US}|%{DATE_EU})"},
    {"ISO8601_TIMEZONE", "(?:Z|[+-]%{HOUR}(?::?%{MINUTE}))"},
    {"ISO8601_HOUR", "(?:2[0123]|[01][0-9])"},
    {"ISO8601_SECOND", "%{SECOND}"},
    {"TIMESTAMP_ISO8601", "%{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOUR}:?%{MINUTE}(?::?%{SECOND})?"
                          "(?:%{ISO8601_TIMEZONE})?"},
    {"TZ", "(?:[APMCEH][SD]T|UTC|GMT|CES?T|EES?T|WES?T|MSK|[IJK]ST)"},
    {"DATESTAMP", "%{DATE}[- ]%{TIME}"},
    {"DATESTAMP_RFC822", "%{DAY} %{MONTH} %{MONTHDAY} %{YEAR} %{TIME} %{TZ}"},
    {"DATESTAMP_RFC2822", "%{DAY}, %{MONTHDAY} %{MONTH} %{YEAR} %{TIME} %{ISO8601_TIMEZONE}"},
    {"DATESTAMP_OTHER", "%{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{TZ} %{YEAR}"},
    {"DATESTAMP_EVENTLOG", "%{YEAR}%{MONTHNUM2}%{MONTHDAY}%{HOUR}%{MINUTE}%{SECOND}"},
    {"HTTPDERROR_DATE", "%{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{YEAR}"},
    {"SYSLOGTIMESTAMP", "%{MONTH} +%{MONTHDAY} %{TIME}"},
    {"SYSLOGTIMESTAMP8601", "%{TIMESTAMP_ISO8601}"},
    {"HTTPDATE", "%{MONTHDAY}/%{MONTH}/%{YEAR}:%{TIME} %{INT}"},
    {"UNIXTIME", "[0-9]{10}(?:[0-9]{3}){0,3}(?:\\.[0-9]+)?"},
    /* levels */
    {"LOGLEVEL", "\\b(?i:alert|trace|debug|notice|info(?:rmation)?|warn(?:ing)?|err(?:or)?|"
                 "crit(?:ical)?|fatal|severe|emerg(?:ency)?|panic)\\b"},
    /* syslog */
    {"PROG", "[\\x21-\\x39\\x3b-\\x5a\\x5c\\x5e-\\x7e]+(?::[\\x21-\\x5a\\x5c\\x5e-\\x7e]+)*"},
    {"SYSLOGPROG", "%{PROG:program}(?:\\[%{POSINT:pid}\\])?"},
    {"SYSLOGHOST", "%{IPORHOST}"},
    {"SYSLOGFACILITY", "<%{NONNEGINT:facility}\\.%{NONNEGINT:priority}>"},
    {"SYSLOGBASE", "%{SYSLOGTIMESTAMP:timestamp} (?:%{SYSLOGFACILITY} )?"
                   "%{SYSLOGHOST:logsource} %{SYSLOGPROG}:"},
    {"SYSLOGBASE2", "(?:%{SYSLOGTIMESTAMP:timestamp}|%{TIMESTAMP_ISO8601:timestamp8601}) "
                    "(?:%{SYSLOGFACILITY} )?%{SYSLOGHOST:logsource} (?:%{SYSLOGPROG}:)?"},
    {"SYSLOGLINE", "%{SYSLOGBASE2} %{GREEDYDATA:message}"},
    {"SYSLOG5424PRI", "<%{NONNEGINT:syslog5424_pri}>"},
    {"SYSLOG5424SD", "\\[%{DATA}\\]+"},
    {"SYSLOG5424BASE",
     "%{SYSLOG5424PRI}%{NONNEGINT:syslog5424_ver} +(?:-|%{TIMESTAMP_ISO8601:syslog5424_ts}) +"
     "(?:-|%{IPORHOST:syslog5424_host}) +(?:-|%{NOTSPACE:syslog5424_app}) +"
     "(?:-|%{NOTSPACE:syslog5424_proc}) +(?:-|%{NOTSPACE:syslog5424_msgid}) +"
     "(?:-|%{SYSLOG5424SD:syslog5424_sd})?"},
    {"SYSLOG5424LINE", "%{SYSLOG5424BASE} +%{GREEDYDATA:syslog5424_msg}"},
    {"CRON_ACTION", "[A-Z ]+"},
    {"CRONLOG", "%{SYSLOGBASE} \\(%{USER:user}\\) %{CRON_ACTION:action} \\(%{DATA:message}\\)"},
    /* web servers */
    {"HTTPDUSER", "(?:%{EMAILADDRESS}|%{USER})"},
    {"COMMONAPACHELOG",
     "%{IPORHOST:clientip} %{HTTPDUSER:ident} %{HTTPDUSER:auth} \\[%{HTTPDATE:timestamp}\\] "
     "\"(?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion})?|%{DATA:rawrequest})\" "
     "(?:-|%{NUMBER:response}) (?:-|%{NUMBER:bytes})"},
    {"HTTPD_COMMONLOG", "%{COMMONAPACHELOG}"},
    {"COMBINEDAPACHELOG", "%{COMMONAPACHELOG} %{QS:referrer} %{QS:agent}"},
    {"HTTPD_COMBINEDLOG", "%{COMBINEDAPACHELOG}"},
    {"HTTPD20_ERRORLOG", "\\[%{HTTPDERROR_DATE:timestamp}\\] \\[%{LOGLEVEL:loglevel}\\] "
                         "(?:\\[client %{IPORHOST:clientip}\\] )?%{GREEDYDATA:message}"},
    {"HTTPD24_ERRORLOG",
     "\\[%{HTTPDERROR_DATE:timestamp}\\] \\[(?:%{WORD:module})?:%{LOGLEVEL:loglevel}\\] "
     "\\[pid %{POSINT:pid}(?::tid %{NUMBER:tid})?\\](?: \\[client %{DATA:client}\\])? "
     "%{GREEDYDATA:message}"},
    {"HTTPD_ERRORLOG", "(?:%{HTTPD20_ERRORLOG}|%{HTTPD24_ERRORLOG})"},
    /* Java */
    {"JAVACLASS", "(?:[a-zA-Z$_][a-zA-Z$_0-9]*\\.)*[a-zA-Z$_][a-zA-Z$_0-9]*"},
    {"JAVAFILE", "[a-zA-Z$_0-9. -]+"},
    {"JAVAMETHOD", "(?:<(?:cl)?init>|[a-zA-Z$_][a-zA-Z$_0-9]*)"},
    {"JAVATHREAD", "[A-Z]{2}-Processor[\\d]+"},
    {"JAVALOGMESSAGE", ".*"},
    {"JAVASTACKTRACEPART",
     "\\s*at %{JAVACLASS:class}\\.%{JAVAMETHOD:method}\\(%{JAVAFILE:file}(?::%{INT:line})?\\)"},
    {"CATALINA_DATESTAMP", "%{MONTH} %{MONTHDAY}, %{YEAR} %{HOUR}:%{MINUTE}:%{SECOND} (?:AM|PM)"},
    {"TOMCAT_DATESTAMP",
     "%{YEAR}-%{MONTHNUM}-%{MONTHDAY} %{HOUR}:%{MINUTE}:%{SECOND} %{ISO8601_TIMEZONE}"},
    /* types of the layout language that grok does not have, so that the two can be mixed */
    {"REST", ".*"},
    {"EPOCH", "%{UNIXTIME}"},
    {"LEVEL", "%{LOGLEVEL}"},
    {"LEVELWORD", "%{LOGLEVEL}"},
    {"NAME", "[A-Za-z_][\\w.$/@-]*"},
    {"SERVICE", "[A-Za-z_][\\w.-]*"},
    {"CLASS", "[A-Za-z_](?:[\\w.$/@-]|::(?=[A-Za-z]))*"},
    {"THREAD", "[^\\[\\]]+"},
    {"HEX", "(?:0x)?[0-9A-Fa-f]+"},
    {"QUOTED", "\"(?>\\\\.|[^\\\\\"]+)*\""},
    {"STATUS", "[1-5][0-9][0-9]"},
    {"CLOCK", "%{TIME}"},
};

const char *froe_grok_builtin(struct froe_slice name)
{
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (froe_slice_eq(name, froe_slice_cstr(patterns[i].name))) return patterns[i].regex;
    return NULL;
}
