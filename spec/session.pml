/*
 * One session of Catflap: its lease, its renewal and its ends, in several processes on one store. A step is a call
 * of the store, a request or an answer; anything else may happen between two of them. README.md says what is
 * claimed, configurations.mjs what is checked. Each mistake is set by -D.
 */
#include "environment.pml"
#include "lease.pml"

#ifdef NO_HELD_CHECK
#define IS_HELD(p) true
#else
#define IS_HELD(p) (!late[p])
#endif
#ifdef PASSES_OVER
#define IS_TAKEN false
#else
#define IS_TAKEN (lease == held && !over)
#endif
#ifdef NO_SECOND_LOOK
#define IS_DUE_STILL true
#else
#define IS_DUE_STILL IS_DUE
#endif
#ifdef NO_REVISION
#define FITS(p) true
#else
#define FITS(p) seen[p]
#endif
#ifdef NO_BYTES
#define IS_ANOTHER false
#else
#define IS_ANOTHER (value != base)
#endif
#ifdef ENDS_ANYTHING
#define IS_NEWER false
#else
#define IS_NEWER (value != base)
#endif
#ifdef TOUCHES_ANYTHING
#define IS_TOUCHABLE(p) (found != 0)
#define TOUCHED found
#else
#define IS_TOUCHABLE(p) touchable[p]
#define TOUCHED value
#endif
#ifdef CACHED
#define SERVED (value != TOMBSTONE || cached)
#else
#define SERVED (value != TOMBSTONE)
#endif
/* Where leases run out at any moment, nothing is claimed of it. */
#ifdef UNTIMELY
#define IS_EXCUSED true
#else
#define IS_EXCUSED (sends[base] <= 1 + excuses[base])
#endif
/* By the clock, or since somebody wants the tokens that they have found to be renewed. */
#define IS_DUE (due || (wanted != 0 && wanted == value))

/* A process of the app with the requests that it gets. `base` is what it renews, `got` the answer. */
proctype App(byte p) provided (!stopped[p]) {
  byte n, found, wanted, base, got;
  bit began, waited, back, isEnded, cached;
  mtype r = no, state = held;

idle:
  {
    if
    :: n == REQUESTS -> goto done
    :: n < REQUESTS
    fi;

    /* Whoever comes after an end was acknowledged is not served. Stands for: session/session-reader.ts read,
       session/session-reader.ts judge, session/session.ts renew, session/session.ts accessToken */
    atomic {
      n++; busy[p] = 1; began = acknowledged;
      if
      :: SERVED -> assert(!began); cached = 1
      :: else -> goto told
      fi;
#ifdef TOUCHES
      touchable[p] = 1; found = value;
#endif
      if
      :: due
      :: !due -> goto told
      :: !due && presses > 0 -> presses--; wanted = value
      fi
    };

    /* Stands for: session/renewal.ts run */
look:
    atomic {
      if
      :: value == TOMBSTONE -> isEnded = 1; goto told
      :: value != TOMBSTONE && !IS_DUE -> goto told
      :: else
      fi
    };
    /* Who finds it taken looks again, and gives up at last; who finds a pause waits it out once, or gives up,
       unless the provider has answered somebody since. Stands for: session/lease.ts takeLease */
    atomic {
      if
      :: losses > 0 -> losses--; goto told
      :: IS_TAKEN -> goto look
#ifndef PATIENT
      :: IS_TAKEN -> goto told
#endif
      :: lease == paused && !over && !waited -> waited = 1; goto look
      :: lease == paused && !over -> goto told
      :: lease == paused && !over
      :: lease == absent -> known[p] = none
      :: lease != absent && !IS_TAKEN && (lease == held || over) -> skip
      fi;
      if :: lease != absent -> known[p] = present; foreign(p) :: else fi
    };
    atomic {
      put(p, held, 0);
      if
      :: r == yes -> holding[p] = 1; timer[p] = 1; held_again(p)
      :: r == no -> disown(p); goto look
      :: r == thrown -> r = no; disown(p); goto told
      fi;
      r = no
    };

    /* Stands for: session/renewal.ts holding */
    atomic {
      if
      :: losses > 0 -> losses--; state = paused; goto release
      :: value == TOMBSTONE -> isEnded = 1; state = paused; goto release
      :: value != TOMBSTONE && !IS_DUE_STILL -> goto release
      :: value != TOMBSTONE && IS_DUE_STILL -> base = value
      fi
    };
    /* The check, and after it the request. Stands for: session/lease.ts isHeld, routes/refresh.ts createRefresh,
       provider/renew.ts renewTokens */
    atomic {
      if
      :: IS_HELD(p) -> at[p] = base
      :: else -> back = 1; goto release
      fi
    };
    atomic { sends[base]++; assert(IS_EXCUSED); asked[p] = base };
    /* Stands for: session/renewal.ts failed, session/renewal.ts endsSession */
    atomic {
      answer[p] != 0 -> got = answer[p]; answer[p] = 0;
      if
      :: got == NO_ANSWER -> excuse(p); state = paused; goto release
      :: got == REFUSAL -> isEnded = 1; state = paused;
#ifdef RELEASED_BEFORE_END
         goto release
#else
         goto end_session
#endif
      :: else
      fi
    };

    /* Asked again when the store fails. Stands for: session/renewal.ts save, session/renewal.ts replace */
save:
    atomic {
      if
      :: losses > 0 -> losses--; goto save
      :: value == TOMBSTONE -> isEnded = 1; state = paused; goto release
      :: value != TOMBSTONE && IS_ANOTHER -> goto release
      :: value != TOMBSTONE && !IS_ANOTHER -> seen[p] = 1
      fi
    };
    atomic {
      if
      :: losses > 0 -> losses--; goto save
      :: !FITS(p) -> goto save
      :: FITS(p) -> assert(value == base); assert(!acknowledged); assert(due || wanted == base);
         value = got; due = 0; bump(); at[p] = 0; excused[p] = 0;
         if
         :: losses > 0 -> losses--; goto save
         :: goto release
         fi
      fi
    };

    /* Stands for: session/renewal.ts end, session/renewal.ts insist, session/ending.ts end, session/stored.ts endStored */
end_session:
    atomic {
      if
      :: losses > 0 -> losses--; goto end_session
      :: value == TOMBSTONE -> goto release
      :: value != TOMBSTONE && IS_NEWER -> isEnded = 0; goto release
      :: value != TOMBSTONE && !IS_NEWER -> seen[p] = 1
      fi
    };
    atomic {
      if
      :: losses > 0 -> losses--; goto end_session
      :: !seen[p] -> goto end_session
      :: seen[p] -> assert(value == base); value = TOMBSTONE; bump(); listed = 0
      fi;
      if
      :: losses > 0 -> losses--; goto end_session
      :: skip
      fi
    };

    /* No extension comes after it. Stands for: session/lease.ts release */
release:
    atomic {
      timer[p] = 0; at[p] = 0; excused[p] = 0; seen[p] = 0;
      extending[p] == 0;
      put(p, state, (state == held));
      if :: r == no -> skip :: else -> r = no; goto released fi
    };
    atomic { look_for_ours(p); if :: r == yes -> skip :: else -> r = no; goto released fi };
    atomic { put(p, state, (state == held)); r = no };
released:
    atomic {
      disown(p);
#ifdef RELEASED_BEFORE_END
      if :: got == REFUSAL -> got = 0; goto end_session :: else fi;
#endif
      if :: back -> back = 0; goto look :: else fi
    };

    /* Who waited is served what is there now, or told that it has ended. And at any time behind a request, the bytes
       that it has read are written with a later idle end. Stands for: session/awaited-renewal.ts createAwaitedRenewal,
       session/session-reader.ts judgeRenewed, session/session-reader.ts prolong */
told:
    atomic {
      if
      :: !isEnded && value != TOMBSTONE -> assert(!began)
      :: isEnded -> acknowledged = 1
      :: else
      fi;
#ifdef TOUCHES
      if
      :: IS_TOUCHABLE(p) -> value = TOUCHED; bump(); assert(!acknowledged)
      :: skip
      fi;
      touchable[p] = 0; found = 0;
#endif
      busy[p] = 0; wanted = 0; base = 0; got = 0; began = 0; waited = 0; isEnded = 0; state = held
    };
    goto idle;
done: skip
  } unless {
    atomic {
      killed[p] -> killed[p] = 0; busy[p] = 0; n = 0; found = 0; wanted = 0; base = 0; got = 0; began = 0; waited = 0;
      back = 0; isEnded = 0; cached = 0; r = no; state = held
    };
    goto idle
  }
}

#include "logout.pml"

init {
  atomic {
    for (k : 0 .. PROCESSES - 1) { run App(k); run Extension(k) }
    k = 0
  }
}
