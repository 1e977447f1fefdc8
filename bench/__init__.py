"""How quick and how frugal the app is, each figure beside what others do on the same machine in the same minute."""
