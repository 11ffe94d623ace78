#!/bin/sh
# Desktop: pipelines of sound and pictures, muxed, demuxed, seeked, failing.
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
packages gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good
export GST_DEBUG_NO_COLOR=1 GST_REGISTRY="$work/registry" XDG_CACHE_HOME="$work"
export GST_DEBUG='*:6,GST_POLL:4,GST_PLUGIN_LOADING:4,GST_REGISTRY:5'
play() { timeout 20 gst-launch-1.0 "$@" >/dev/null 2>>"$work/all" || :; }
play videotestsrc num-buffers=12 ! videoconvert ! videoscale ! video/x-raw,width=64,height=48 ! fakesink
play audiotestsrc num-buffers=20 wave=ticks ! audioconvert ! audioresample ! audio/x-raw,rate=8000 ! wavenc ! filesink location="$work/a.wav"
play filesrc location="$work/a.wav" ! wavparse ! audioconvert ! volume volume=0.3 ! level ! fakesink sync=true
play audiotestsrc num-buffers=20 ! vorbisenc ! oggmux ! filesink location="$work/a.ogg"
play filesrc location="$work/a.ogg" ! decodebin ! audioconvert ! fakesink
play videotestsrc num-buffers=6 pattern=ball ! jpegenc ! avimux ! filesink location="$work/v.avi"
play filesrc location="$work/v.avi" ! avidemux ! jpegdec ! tee name=t t. ! queue ! fakesink t. ! queue leaky=downstream ! fakesink
play videotestsrc num-buffers=8 ! theoraenc ! matroskamux ! filesink location="$work/v.mkv"
play playbin uri="file://$work/v.mkv" video-sink=fakesink audio-sink=fakesink
play playbin uri="file://$work/none.mkv" video-sink=fakesink
seq 1 500 >"$work/notes"
play filesrc location="$work/notes" ! decodebin ! fakesink
play filesrc location=/nonexistent/file ! fakesink
play videotestsrc num-buffers=3 ! video/x-raw,format=NV12 ! jpegenc ! video/x-raw ! fakesink
play nosuchelement ! fakesink
play videotestsrc num-buffers=5 ! textoverlay text=hello ! timeoverlay ! alpha alpha=0.5 ! fakesink
play compositor name=c ! fakesink videotestsrc num-buffers=4 ! c. videotestsrc num-buffers=4 pattern=snow ! c.
play audiotestsrc num-buffers=8 ! flacenc ! flacparse ! flacdec ! fakesink
play udpsrc port=53999 timeout=100000000 num-buffers=1 ! fakesink
play multifilesrc location="$work/%d.png" ! pngdec ! fakesink
# Hundreds of megabytes: of each location the first lines, and some of those that follow.
awk '{ n = ++seen[$6] } n <= 150 || n % 400 == 0' "$work/all" >"$log"
