/*
 * packages/catflap/src/session/lease.ts, call by call of the store.
 *
 * `r` says what came of a call: no, yes, or thrown. A call that fails may have taken effect.
 */
mtype = { no, yes, thrown };

#define MATCHES(p) (known[p] == present || (known[p] == none && lease == absent) || (known[p] == before && lease != absent))
#define MAY_DIFFER(p) (known[p] != present && !(known[p] == none && lease == absent))

#ifdef STRANGER
#define OURS(p) true
#else
#define OURS(p) (owner == p)
#endif
#ifdef NO_COMPARE
#define WRITES_OVER(p) true
#else
#define WRITES_OVER(p) MATCHES(p)
#endif

/* Whether the time at which the entry vanishes is known by a write of our own, or by a read. */
#ifdef VANISHING
inline own(p) { vanished[p] = 0; ours[p] = 1 }
inline foreign(p) { vanished[p] = 0; ours[p] = 0 }
#else
inline own(p) { skip }
inline foreign(p) { skip }
#endif

#ifdef NO_VANISHING_CHECK
#define HAS_VANISHED(p) false
#else
#define HAS_VANISHED(p) vanished[p]
#endif

/* Stands for: session/lease.ts put, session/lease.ts know */
inline put(p, state, isOver) {
  if
  :: HAS_VANISHED(p) -> r = no
  :: !HAS_VANISHED(p) && losses > 0 -> losses--; r = thrown
  :: !HAS_VANISHED(p) && WRITES_OVER(p) ->
     lease = state; over = isOver; owner = p; own(p);
     for (k : 0 .. PROCESSES - 1) { if :: known[k] == present -> known[k] = passed :: else fi }
     k = 0; known[p] = passed;
     if
     :: losses > 0 -> losses--; r = thrown
     :: known[p] = present; r = yes
     fi
  :: !HAS_VANISHED(p) && MAY_DIFFER(p) -> r = no
  fi
}

/* The read of an entry of ours, after a write that did not fit. Stands for: session/lease.ts write */
inline look_for_ours(p) {
  if
  :: losses > 0 -> losses--; r = thrown
  :: lease != absent && OURS(p) -> known[p] = present; foreign(p); r = yes
  :: !(lease != absent && OURS(p)) -> r = no
  fi
}

/* What an acknowledged hold means to its process. Stands for: session/lease.ts hold */
inline held_again(p) { late[p] = 0; shaky[p] = 0 }

/* The owner is a random name, new for each lease: what it has left in the store is nobody's. */
inline disown(p) {
  if :: owner == p -> owner = GONE :: else fi;
  holding[p] = 0; timer[p] = 0; known[p] = none; foreign(p); late[p] = 0; shaky[p] = 0
}

/* The interval of a lease. It changes something only when the lease was not extended in time, or when a call may
   fail: otherwise the lease stays held, as it was. Stands for: session/lease.ts extend */
proctype Extension(byte p) provided (!stopped[p]) {
  mtype r;
end:
  do
  :: atomic {
       timer[p] && extending[p] == 0 && (shaky[p] || late[p] || losses > 0) -> put(p, held, 0);
       extending[p] = (r == no -> 1 : 0);
       if :: r == yes -> held_again(p) :: else fi; r = no
     }
  :: atomic { extending[p] == 1 -> look_for_ours(p); extending[p] = (r == yes -> 2 : 0); r = no }
  :: atomic {
       extending[p] == 2 -> put(p, held, 0); extending[p] = 0;
       if :: r == yes -> held_again(p) :: else fi; r = no
     }
  od
}
