/*
 * What surrounds the processes of session.pml: the store's entries, the provider, the clocks, crashes and stops.
 * Nothing here stands for a function of the library; what does is in session.pml and lease.pml.
 */

#ifndef PROCESSES
#define PROCESSES 3   /* processes of the app */
#endif
#ifndef REQUESTS
#define REQUESTS 1    /* requests that each of them gets; after a crash as many again */
#endif
#ifndef RENEWALS
#define RENEWALS 0    /* how often the access token ends once more; at the beginning it has ended */
#endif
#ifndef PRESSES
#define PRESSES 0     /* requests that have tokens renewed which are not due */
#endif
#ifndef CRASHES
#define CRASHES 0     /* processes that die, each at any step */
#endif
#ifndef STOPS
#define STOPS 0       /* processes that are stopped at any step, and go on later */
#endif
#ifndef LOSSES
#define LOSSES 0      /* calls of the store that fail, before or after they took effect */
#endif
#ifndef OUTAGES
#define OUTAGES 0     /* token requests without an answer, taken by the provider or not */
#endif
#ifndef REFUSALS
#define REFUSALS 0    /* 1: the provider may refuse the person, from some moment on */
#endif

#ifndef REUSE
#define REUSE 0       /* 1: the provider may take a refresh token that it has taken before */
#endif

#define TOKENS 8      /* more refresh tokens than any configuration comes to */
#define TOMBSTONE 0
#define GONE 255      /* an owner of a lease that nobody has any more: dead, or done with it */

/* The session's entry: which refresh token it holds, from 1 on. Its revision is known by whether anybody has
   written since somebody's read: that is all that compare-and-set asks. */
byte value = 1;
bit due = 1;                  /* renewAt of that value has passed */
bit seen[PROCESSES];          /* nobody has written since the read of a renewal or an end */
bit touchable[PROCESSES];     /* the same, since the read of a request */
bit logoutSeen[2];            /* the same, of the two logouts */
bit listed = 1;               /* in the lists of its person */
bit jtiUsed = 0;

/* The lease's entry. A released one is a held one that is over. */
mtype = { absent, held, paused };
mtype lease = absent;
byte owner = GONE;
bit over = 0;

/* What a process knows of the lease's revision: it had none; the present one; one that others have passed; one
   of an entry that has vanished since, which may be anybody's again, since revisions begin anew. */
mtype = { none, present, passed, before };
mtype known[PROCESSES] = none;
bit vanished[PROCESSES];      /* now() >= vanishes */
bit ours[PROCESSES];          /* the time of vanishing is of a write of its own */

bit timer[PROCESSES];         /* the lease's interval runs */
byte extending[PROCESSES];    /* an extension is under way: 1, its next call is a read; 2, it is the second write */
bit holding[PROCESSES];       /* between the first write and the last */
bit late[PROCESSES];          /* by its own clock, the lease that was last acknowledged has run out, or will soon */
bit shaky[PROCESSES];         /* was stopped and has not extended since: the lease may run out though it runs */

/* Ghosts: what the claims are about. */
byte sends[TOKENS];           /* requests with a refresh token */
byte excuses[TOKENS];         /* holders of it that died, got no answer, or were stopped until the lease ran out */
byte at[PROCESSES];           /* the token that its process is about to send, has sent, or has the answer to */
bit excused[PROCESSES];       /* counted already */
bit acknowledged;             /* somebody was told that the session has ended */
bit refused;                  /* the provider has refused a token */

/* Requests on their way, and answers: 0 is none. */
#define NO_ANSWER 254
#define REFUSAL 255
byte asked[PROCESSES];
byte answer[PROCESSES];
chan orphans = [2] of { byte };   /* of processes that died meanwhile */
byte latest = 1;                  /* the refresh token that the provider takes */
bit revoked;

byte crashes = CRASHES, stops = STOPS, losses = LOSSES, outages = OUTAGES, dues = RENEWALS, presses = PRESSES;
bit killed[PROCESSES], stopped[PROCESSES], busy[PROCESSES];
byte k;

inline excuse(p) {
  if
  :: at[p] != 0 && !excused[p] -> excused[p] = 1; excuses[at[p]]++
  :: else
  fi
}

/* The session's entry has a new revision. */
inline bump() {
  for (k : 0 .. PROCESSES - 1) { seen[k] = 0; touchable[k] = 0 }
  logoutSeen[0] = 0; logoutSeen[1] = 0; k = 0
}

/* What the provider makes of a refresh token: it takes the latest once, and refuses others, or not; one that comes
   back may cost the whole family (RFC 9700, section 4.14.2). */
inline judge(token, reply) {
  if
  :: token == latest && !revoked -> latest++; assert(latest < TOKENS); reply = latest
  :: token == latest && !revoked && REFUSALS -> revoked = 1; reply = REFUSAL
  :: token != latest && !revoked && REUSE -> latest++; assert(latest < TOKENS); reply = latest
  :: token != latest || revoked -> reply = REFUSAL
  :: token != latest && !revoked -> revoked = 1; reply = REFUSAL
  fi
}

active proctype Provider() {
  byte token, reply, p;
end:
  do
  :: atomic { nempty(orphans) -> orphans ? token; judge(token, reply); token = 0; reply = 0 }
  :: atomic {
       if
       :: asked[0] -> p = 0
       :: asked[1] -> p = 1
#if PROCESSES > 2
       :: asked[2] -> p = 2
#endif
       fi;
       if
       :: judge(asked[p], reply)
       :: outages > 0 -> outages--; judge(asked[p], reply); reply = NO_ANSWER
       :: outages > 0 -> outages--; reply = NO_ANSWER
       fi;
       asked[p] = 0; answer[p] = reply;
       if :: reply == REFUSAL -> refused = 1 :: else fi;
       p = 0; reply = 0
     }
  od
}

/* Time. A lease runs out only when nobody extends it: its holder is dead, done, stopped or was stopped. By the
   holder's own clock it does so earlier, since that counts two seconds less. */
#if defined(UNEXTENDED) || defined(UNTIMELY)
#define MAY_LAPSE true
#else
#define MAY_LAPSE (owner == GONE || !holding[owner] || stopped[owner] || shaky[owner])
#endif
#if defined(UNTIMELY) || defined(NO_MARGIN)
#define IS_LATE true
#else
#define IS_LATE late[owner]
#endif
#define LAPSE_IS_EXCUSE (stopped[owner] || shaky[owner])

active proctype Clock() {
end:
  do
  :: atomic { lease == held && !over && owner != GONE && !late[owner] && MAY_LAPSE -> late[owner] = 1 }
  :: atomic {
       lease == held && !over && owner != GONE && IS_LATE && MAY_LAPSE -> over = 1;
       if :: LAPSE_IS_EXCUSE -> excuse(owner) :: else fi
     }
#ifndef IMMORTAL
  :: atomic { lease == held && !over && owner == GONE -> over = 1 }
#endif
  :: atomic { lease == paused && !over -> over = 1 }
  :: atomic { value != TOMBSTONE && !due && dues > 0 -> dues--; due = 1 }
#ifdef VANISHING
  :: atomic {
       lease != absent && over && (owner == GONE || stopped[owner]) -> lease = absent; owner = GONE; over = 0;
       for (k : 0 .. PROCESSES - 1) {
         if
         :: known[k] == present || known[k] == passed ->
            known[k] = before;
            #ifndef NO_VANISHING_MARGIN
            vanished[k] = 1
#else
            if :: ours[k] -> vanished[k] = 1 :: else fi
#endif
         :: else
         fi
       }
       k = 0
     }
  :: atomic { known[0] == before && !vanished[0] -> vanished[0] = 1 }
  :: atomic { known[1] == before && !vanished[1] -> vanished[1] = 1 }
#if PROCESSES > 2
  :: atomic { known[2] == before && !vanished[2] -> vanished[2] = 1 }
#endif
#endif
  od
}

/* Crashes and stops, between any two steps. What a process was about to do ends with it; another one takes its place. */
inline kill(p) {
  d_step {
    crashes--; killed[p] = 1; stopped[p] = 0; shaky[p] = 0; excuse(p); at[p] = 0; excused[p] = 0;
    if :: owner == p -> owner = GONE :: else fi;
    timer[p] = 0; extending[p] = 0; holding[p] = 0; late[p] = 0; known[p] = none; vanished[p] = 0; ours[p] = 0;
    if :: asked[p] -> orphans ! asked[p] :: else fi;
    asked[p] = 0; answer[p] = 0; seen[p] = 0; touchable[p] = 0
  }
}

#define MAY_STOP(p) (stops > 0 && busy[p] && !killed[p] && !stopped[p])
#define MAY_CRASH(p) (crashes > 0 && busy[p] && !killed[p])

active proctype Trouble() {
end:
  do
  :: atomic { MAY_CRASH(0) -> kill(0) }
  :: atomic { MAY_CRASH(1) -> kill(1) }
  :: atomic { MAY_STOP(0) -> stops--; stopped[0] = 1; shaky[0] = holding[0] }
  :: atomic { MAY_STOP(1) -> stops--; stopped[1] = 1; shaky[1] = holding[1] }
  :: stopped[0] -> stopped[0] = 0
  :: stopped[1] -> stopped[1] = 0
#if PROCESSES > 2
  :: atomic { MAY_CRASH(2) -> kill(2) }
  :: atomic { MAY_STOP(2) -> stops--; stopped[2] = 1; shaky[2] = holding[2] }
  :: stopped[2] -> stopped[2] = 0
#endif
  od
}
