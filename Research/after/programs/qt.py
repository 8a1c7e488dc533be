"""python3 qt.py IN OUT: reads and writes a picture with Qt's QImage, on which many desktop programs are built."""
import sys

from PyQt5.QtGui import QImage

assert QImage(sys.argv[1]).save(sys.argv[2], quality=90)
