/** The shell script that gives a process a root of its own. It runs in new user and mount namespaces. */

/**
 * A new root of the host's own folders, all of them read-only, with /lzcapp beside them. It cannot be
 * mounted in the host's root, where that folder does not exist and an ordinary user cannot make it.
 *
 * Writable are /lzcapp, the home and the temporary folder of the state, which is also /tmp. With a
 * `writable` folder, for a command of the user's own, that one and the host's /tmp are too.
 * Devices stay usable, since a read-only mount does not bind them. The capability that could make a
 * mount writable again is given up at the end; a namespace made anew inherits the mounts locked.
 */
export const MOUNT_SCRIPT: string = `set -e
root=$1 place=$2 folder=$3 contentPlace=$4 content=$5 hosts=$6 home=$7 temporary=$8
shift 8
writable=$1 preload=$2 authority=$3 cwd=$4
shift 4
path=$PATH
PATH=$PATH:/usr/sbin:/sbin
mount -t tmpfs -o mode=755 catflap "$root"
# Else the binds below would bring this mount along into itself.
mount --make-unbindable "$root"
for entry in /* /.[!.]*; do
  name=\${entry#/}
  if [ "$entry" = "$place" ]; then continue
  elif [ -L "$entry" ]; then cp -P "$entry" "$root/$name"
  elif [ -d "$entry" ]; then mkdir "$root/$name"; mount --rbind "$entry" "$root/$name"
  elif [ -f "$entry" ]; then : > "$root/$name"; mount --bind "$entry" "$root/$name"
  fi
done
mkdir "$root$place"
mounts=$(cat /proc/self/mountinfo)
while read -r _ _ _ _ point flags _; do
  point=$(printf %b "$point")
  case $point in "$root"/*) ;; *) continue ;; esac
  # Flags that the host has set are locked, and have to be named again.
  if mount -o "remount,bind,$flags,ro" "$point" 2>/dev/null; then continue; fi
  # What lies under another mount, or cannot be entered, cannot be written to either.
  if [ -w "$point" ]; then echo "cannot be made read-only: $point" >&2; exit 1; fi
done <<MOUNTS
$mounts
MOUNTS
mount --bind "$folder" "$root$place"
bind_ro() {
  mount --bind "$1" "$2"
  # The flags of the file system may not be taken away, and differ from host to host.
  mount -o remount,bind,ro "$2" 2>/dev/null || mount -o remount,bind,ro,nosuid,nodev "$2"
}
bind_ro "$content" "$root$contentPlace"
if [ -f "$root/etc/hosts" ]; then mount --bind "$hosts" "$root/etc/hosts"; fi
for name in /tmp /var/tmp; do
  if [ ! -d "$root$name" ] || [ -L "$root$name" ]; then continue; fi
  # What the user runs may lie there, or be told of files there.
  if [ -n "$writable" ]; then mount --rbind "$name" "$root$name"
  else mount --bind "$temporary" "$root$name"
  fi
done
if [ -d "$root/dev/shm" ] && [ ! -L "$root/dev/shm" ]; then
  mount -t tmpfs -o mode=1777 catflap "$root/dev/shm"
fi
for name in "$home" "$temporary" "$writable"; do
  if [ -z "$name" ]; then continue; fi
  # Below /tmp it is out of sight by now.
  if [ ! -d "$root$name" ]; then mkdir -p "$root$name"; fi
  mount --rbind "$name" "$root$name"
done
for name in "$preload" "$authority"; do
  case $name in /tmp/* | /var/tmp/*) ;; *) continue ;; esac
  mkdir -p "$root\${name%/*}"
  if [ ! -e "$root$name" ]; then : > "$root$name"; fi
  bind_ro "$name" "$root$name"
done
mount -o remount,bind,ro "$root"
setpriv=$(command -v setpriv)
cd "$root"
# Not chroot, out of which a way leads back.
pivot_root . .
umount -l .
cd "$cwd"
PATH=$path
exec "$setpriv" --bounding-set=-sys_admin -- "$@"
`
