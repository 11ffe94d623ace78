#!/bin/sh
# Java: a broker (KRaft) at debug level, with topics, producers, consumers, wrong requests.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
packages default-jdk-headless maven python3
jars=${KAFKA_JARS:-$(dirname "$log")/kafka-jars}
version=3.6.1
[ -d "$jars" ] || {
    cat >"$work/pom.xml" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>t</groupId><artifactId>t</artifactId><version>1</version><dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>$version</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-reload4j</artifactId><version>1.7.36</version></dependency>
</dependencies></project>
XML
    mvn -q -B -f "$work/pom.xml" dependency:copy-dependencies -DoutputDirectory="$jars" >/dev/null
}
cat >"$work/log4j.properties" <<CONF
log4j.rootLogger=DEBUG, F
log4j.appender.F=org.apache.log4j.FileAppender
log4j.appender.F.File=\${logfile}
log4j.appender.F.layout=org.apache.log4j.PatternLayout
log4j.appender.F.layout.ConversionPattern=[%d] %p [%C{1}:%L] %m%n
CONF
cat >"$work/server.properties" <<CONF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:19193
listeners=PLAINTEXT://127.0.0.1:19192,CONTROLLER://127.0.0.1:19193
controller.listener.names=CONTROLLER
log.dirs=$work/data
log.segment.bytes=20000
log.retention.check.interval.ms=3000
offsets.topic.replication.factor=1
offsets.topic.num.partitions=3
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
CONF
# The signal that ends `timeout` ends Java, which then logs how it shuts down.
run() {
    name=$1
    shift
    exec timeout 60 java -Xmx300m -XX:TieredStopAtLevel=1 -Dlogfile="$work/$name.log" \
        -Dlog4j.configuration="file:$work/log4j.properties" -cp "$jars/*" "$@" >/dev/null 2>&1
}
client() { (run client "$@") || :; }
(run format kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAA -c "$work/server.properties")
start run server kafka.Kafka "$work/server.properties"
server="--bootstrap-server 127.0.0.1:19192"
until_true 30 python3 -c 'import socket; socket.create_connection(("127.0.0.1", 19192))'
# shellcheck disable=SC2086 # the options are meant to be split
{
    for topic in orders payments stock; do client kafka.admin.TopicCommand $server --create --topic $topic --partitions 2; done
    client kafka.admin.TopicCommand $server --create --topic orders
    client kafka.admin.TopicCommand $server --create --topic 'bad name'
    seq 1 600 | client kafka.tools.ConsoleProducer $server --topic orders
    seq 1 50 | client kafka.tools.ConsoleProducer $server --topic absent --compression-codec gzip
    client kafka.tools.ConsoleConsumer $server --topic orders --from-beginning --timeout-ms 4000 --group shop
    client kafka.tools.ConsoleConsumer $server --topic absent --from-beginning --timeout-ms 3000
    client kafka.admin.ConsumerGroupCommand $server --describe --group shop
    client kafka.admin.ConsumerGroupCommand $server --group shop --reset-offsets --to-earliest --topic orders --execute
    client kafka.admin.TopicCommand $server --delete --topic stock
    client kafka.admin.TopicCommand $server --delete --topic nothing
}
python3 -c 'import socket; s = socket.create_connection(("127.0.0.1", 19192)); s.sendall(b"GET / HTTP/1.0\r\n\r\n")'
sleep 2
for process in $started; do
    kill "$process"
    wait "$process" || :
done
# Of each location the first lines, and some that follow.
cat "$work/server.log" "$work/client.log" | awk '{ n = ++seen[$4] } n <= 700 || n % 50 == 0' >"$log"
