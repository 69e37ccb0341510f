"""What is written down and read back: the log, facts, accounts, rules, who looked, what everybody may see."""
