#!/bin/sh
# Debian's Chromium without what lies behind its address line: two pages in a process of their own for each
# context, which nobody sees. Of several lists of features it takes the last alone, so Playwright's is made longer.
for argument do
  shift
  case $argument in
    --disable-features=*) argument=$argument,WebUIOmniboxPopup,WebUIOmniboxAimPopup ;;
  esac
  set -- "$@" "$argument"
done
exec /usr/bin/chromium "$@"
