#!/bin/sh
# Starts the viewer with the first Node that can run it: node/bin/node beside this file, or the PATH's.
# Installs nothing unless CATFLAP_INSTALL_NODE=1.
# Ends with 127 where there is no Node, 3 where it is too old, 4 where LMDB cannot run.
set -u

MAJOR=20
MINOR=19
case $0 in
  */*) here=${0%/*} ;;
  *) here=. ;;
esac
here=$(CDPATH='' cd -- "${here:-/}" && pwd) || exit 1

say() {
  printf '%s\n' "$@" >&2
}

# Whether a version, such as 22.1.0, is new enough.
is_new_enough() {
  case $1 in
    *[!0-9.]* | *..* | .* | '') return 1 ;;
    *.*.*) ;;
    *) return 1 ;;
  esac
  rest=${1#*.}
  [ "${1%%.*}" -gt "$MAJOR" ] || { [ "${1%%.*}" -eq "$MAJOR" ] && [ "${rest%%.*}" -ge "$MINOR" ]; }
}

# Sets `node` to the first that is new enough, and `seen` to what was found instead.
find_node() {
  node=''
  seen=''
  for candidate in "$here/node/bin/node" "$(command -v node)"; do
    [ -f "$candidate" ] && [ -x "$candidate" ] || continue
    version=$("$candidate" -p 'process.versions.node' 2>/dev/null)
    if is_new_enough "$version"; then
      node=$candidate
      return 0
    fi
    seen="$candidate ${version:-(does not run / 无法运行)}"
  done
  return 1
}

find_node
if [ -z "$node" ] && [ "${CATFLAP_INSTALL_NODE:-}" = 1 ] && command -v apk >/dev/null; then
  say 'Installing Node: apk add nodejs' '正在安装 Node：apk add nodejs'
  apk add --no-cache nodejs >&2 || say 'apk add nodejs failed' 'apk add nodejs 失败'
  find_node
fi

if [ -z "$node" ] && [ -n "$seen" ]; then
  say "Node is too old: $MAJOR.$MINOR or newer is needed, found: $seen" \
    "Node 版本过旧：需要 $MAJOR.$MINOR 或更新版本，找到的是：$seen"
  exit 3
fi
if [ -z "$node" ]; then
  say "Node $MAJOR.$MINOR or newer is needed, and there is none: put one at $here/node/bin/node," \
    'use lzc-manifest.yml with its Node image, or set CATFLAP_INSTALL_NODE=1 where apk is at hand.' \
    "需要 Node $MAJOR.$MINOR 或更新版本，但没有找到：请把它放到 $here/node/bin/node，" \
    '或改用带 Node 镜像的 lzc-manifest.yml，或在有 apk 的环境中设置 CATFLAP_INSTALL_NODE=1。'
  exit 127
fi

system=$("$node" -p "process.report.excludeNetwork = true; [process.platform, process.arch,
  process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'].join('-')" 2>/dev/null)
if [ -z "${CATFLAP_STORE:-}" ] && [ ! -f "$here/lmdb-$system.node" ]; then
  say "LMDB, where sessions are kept, is not here for $system; set CATFLAP_STORE to use another store." \
    "没有适用于 $system 的 LMDB（会话存储）；可以设置 CATFLAP_STORE 改用其他存储。"
  exit 4
fi

exec "$node" "$here/main.js"
