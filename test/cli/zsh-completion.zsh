# What the real zsh offers for the line $1 after a tab: each word that the completion of lateen adds, on a line of its own.
# FOUND is a file that nobody else uses.
zmodload zsh/zpty
inner=$FOUND.zsh
cat > $inner <<'END'
PROMPT=
autoload -U compinit; compinit -u -D
source <(lateen completion zsh)
bindkey '^I' complete-word
zstyle ':completion:*' insert-tab false
compadd () {
  # What only asks, for _describe, offers nothing.
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits
  builtin compadd -A hits "$@"
  print -rl -- $hits >> $FOUND
}
finished () { print done > $FOUND.done }
comppostfuncs=(finished)
print ready > $FOUND.ready
END
zpty shell "FOUND=$FOUND zsh -f -i"
zpty -w shell "source $inner"
repeat 400; do [[ -e $FOUND.ready ]] && break; sleep 0.05; done
zpty -w -n shell "$1"$'\t'
repeat 400; do [[ -e $FOUND.done ]] && break; sleep 0.05; done
zpty -d shell
[[ -e $FOUND.done ]] || { print -u2 "zsh completed nothing within 20 s"; exit 1 }
[[ ! -e $FOUND ]] || cat $FOUND
