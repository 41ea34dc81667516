/* The ends that a person or the provider asks for, and what must hold when nothing is left to do. */

#ifndef LOGOUTS
#define LOGOUTS 0        /* 1: the person may sign out */
#endif
#ifndef LOGOUT_TOKENS
#define LOGOUT_TOKENS 0  /* 1: the provider may send a Logout Token, until it is answered */
#endif


/* A logout of the session's own browser. Its process may die, or the store fail: then the person tries again.
   Stands for: routes/logout.ts endSession, session/sessions.ts endWithDetails,
   session/ending.ts end, session/stored.ts endStored */
active [LOGOUTS] proctype Logout() {
begin:
  if
  :: goto done
  :: skip
  fi;
#ifdef ACKNOWLEDGED_FIRST
  acknowledged = 1;
#endif
read:
  atomic {
    if
    :: losses > 0 -> losses--; goto failed
    :: value == TOMBSTONE -> goto answered
    :: value != TOMBSTONE -> logoutSeen[0] = 1
    fi
  };
  if
  :: atomic { crashes > 0 -> crashes--; goto begin }
  :: skip
  fi;
  atomic {
    if
    :: losses > 0 -> losses--; goto failed
    :: !logoutSeen[0] -> goto read
    :: logoutSeen[0] -> value = TOMBSTONE; bump()
    fi;
    if
    :: losses > 0 -> losses--; goto failed
    :: skip
    fi
  };
  listed = 0;
answered:
  acknowledged = 1;
  goto done;
failed:
#ifdef ACKNOWLEDGED_ANYWAY
  goto answered;
#else
  goto begin;
#endif
done: skip
}

/* A Logout Token, sent again until it is answered. Stands for: routes/back-channel-logout.ts obey,
   routes/back-channel-logout.ts checkUnused, routes/back-channel-logout.ts claim,
   session/session-index.ts end, session/session-lists.ts remove, session/stored.ts endStored */
active [LOGOUT_TOKENS] proctype LogoutToken() {
  bit picked;
begin:
  if
  :: goto done
  :: skip
  fi;
sent:
  /* checkUnused: an order that was carried out before is refused. It must have been carried out. */
  atomic { if :: jtiUsed -> assert(value == TOMBSTONE); goto answered :: else fi };
#ifdef CLAIMED_FIRST
  jtiUsed = 1;
#endif
  picked = listed;
#ifdef UNLISTED_FIRST
  listed = 0;
#endif
  if
  :: atomic { crashes > 0 -> crashes--; goto sent }
  :: atomic { losses > 0 -> losses--; goto sent }
  :: skip
  fi;
read:
  atomic {
    if
    :: !picked || value == TOMBSTONE -> goto ended_already
    :: else -> logoutSeen[1] = 1
    fi
  };
  if
  :: atomic { crashes > 0 -> crashes--; goto sent }
  :: skip
  fi;
  atomic {
    if
    :: losses > 0 -> losses--; goto sent
    :: !logoutSeen[1] -> goto read
    :: logoutSeen[1] -> value = TOMBSTONE; bump()
    fi;
    if
    :: losses > 0 -> losses--; goto sent
    :: crashes > 0 -> crashes--; goto sent
    :: skip
    fi
  };
ended_already:
  listed = 0;
  if
  :: atomic { crashes > 0 -> crashes--; goto sent }
  :: atomic { losses > 0 -> losses--; goto sent }
  :: skip
  fi;
  atomic { if :: jtiUsed -> assert(value == TOMBSTONE) :: else -> jtiUsed = 1 fi };
  if
  :: atomic { crashes > 0 -> crashes--; goto sent }
  :: skip
  fi;
answered:
  acknowledged = 1;
done: skip
}

/* When nothing is left to do: no lease is held, everybody was answered, and a session that nothing has ended is there. */
active proctype InTheEnd() {
  timeout;
  assert(lease != held || over);
  for (k : 0 .. PROCESSES - 1) { assert(!busy[k]); assert(!timer[k]); assert(!holding[k]) }
  assert(value != TOMBSTONE || acknowledged || refused || LOGOUTS || LOGOUT_TOKENS);
  assert(value == TOMBSTONE || listed)
}
