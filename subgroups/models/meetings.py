"""Meetings of a group and who came."""

from django.db import models

from .boards import Agency, Board, OfBoard, Seat, SubGroup


class Meeting(models.Model):
    board = models.ForeignKey(Board, models.CASCADE, related_name="meetings")
    group = models.ForeignKey(SubGroup, models.CASCADE, related_name="meetings")
    on = models.DateField()
    title = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("on", "id")
        indexes = [models.Index(fields=["group", "on"], name="meeting_of_group")]

    def __str__(self):
        return f"{self.group}, {self.on:%-d %B %Y}"


class Attendance(models.Model):
    class Came(models.TextChoices):
        PRESENT = "present", "Present"
        DEPUTY = "deputy", "Sent a deputy"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True, related_name="attendance")
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, related_name="attendance")
    came = models.CharField(max_length=10, choices=Came)

    class Meta:
        ordering = ("meeting", "id")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_once_a_meeting")
        ]

    def __str__(self):
        return f"{self.seat or self.agency}: {self.get_came_display()}"
