"""What 绩表.html does: the verbs of `jibiao.api` over the files that a browser gives. Start at `jibiao.page.desk`.

Nothing here knows of a browser. Files lie in folders, requests and answers are JSON, so it all runs and is tested on any
Python; the page's JavaScript carries files in, answers to the screen, and results out.
"""
