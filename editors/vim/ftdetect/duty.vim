autocmd BufNewFile,BufRead *.duty setfiletype duty
