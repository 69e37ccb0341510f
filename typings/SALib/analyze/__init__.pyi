from SALib.analyze import rbd_fast as rbd_fast
