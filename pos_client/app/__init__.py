"""Where the parts of the till are built and connected; the screens and the command line start here."""

from pos_client.app.enrolment import AlreadyEnrolled, Enrolled, enroll
from pos_client.app.till import Till, Wishes, errand, open_till
from pos_client.app.watch import SyncWatch, first_sync

__all__ = ["AlreadyEnrolled", "Enrolled", "SyncWatch", "Till", "Wishes", "enroll", "errand", "first_sync", "open_till"]
