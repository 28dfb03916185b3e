"""Window floor: item models over plain rows. They import QtCore and QtGui at most."""
